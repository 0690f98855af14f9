"""The picture of towers: how one step is shared between devices."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from course_utils.plots import BLUE, GREEN, ORANGE

STAGES = ("its part of the batch", "loss", "gradients")


def draw(title: str = "One training step, shared by two towers") -> Figure:
    """Draws the path of one step: a batch, a tower for each device, one average, one update.

    Args:
        title: of the figure.
    """
    figure = Figure(figsize=(8.5, 4.0), layout="constrained")
    axis = figure.add_subplot()
    axis.set(xlim=(0, 10), ylim=(0.1, 6.2), title=title)
    axis.axis("off")
    _box(axis, 0.1, 2.5, 1.4, 1.0, "batch", BLUE)
    for tower, bottom in enumerate((4.7, 0.5)):
        axis.text(2.3, bottom + 1.0, f"tower {tower}, on device {tower}", fontsize=9, weight="bold")
        for place, stage in enumerate(STAGES):
            _box(axis, 2.3 + 1.65 * place, bottom, 1.4, 0.8, stage, GREEN)
            if place:
                _arrow(axis, 2.05 + 1.65 * place, bottom + 0.4, 2.3 + 1.65 * place, bottom + 0.4)
        _arrow(axis, 1.5, 3.0, 2.3, bottom + 0.4)
        _arrow(axis, 7.0, bottom + 0.4, 7.5, 3.0)
    _box(axis, 7.5, 2.5, 1.05, 1.0, "average", ORANGE)
    _arrow(axis, 8.55, 3.0, 8.85, 3.0)
    _box(axis, 8.85, 2.5, 1.1, 1.0, "update\nonce", ORANGE)
    _box(axis, 3.95, 2.6, 1.4, 0.8, "variables,\nshared", BLUE)
    _arrow(axis, 4.65, 3.4, 4.65, 4.7)
    _arrow(axis, 4.65, 2.6, 4.65, 1.3)
    axis.plot((9.4, 9.4, 5.6), (2.5, 2.1, 2.1), color="black", linestyle="--", lw=1)
    _arrow(axis, 5.7, 2.1, 5.2, 2.55, linestyle="--")
    return figure


def _box(
    axis: Axes, left: float, bottom: float, width: float, height: float, text: str, colour: str
) -> None:
    style = "round,pad=0.02,rounding_size=0.12"
    box = (left, bottom), width, height
    axis.add_patch(FancyBboxPatch(*box, boxstyle=style, facecolor="white", edgecolor=colour, lw=2))
    centre = left + width / 2, bottom + height / 2
    axis.text(
        *centre, text.replace("its part of ", "its part of\n"), ha="center", va="center", fontsize=9
    )


def _arrow(axis: Axes, x0: float, y0: float, x1: float, y1: float, linestyle: str = "-") -> None:
    arrow = {"arrowstyle": "-|>", "color": "black", "linestyle": linestyle}
    axis.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
