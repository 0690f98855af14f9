"""A loss curve that grows while a network trains.

In JupyterLab one figure is drawn again and again in its place. Drawing takes at most a twentieth of
the time, whatever the machine. Without a notebook nothing is shown while the training runs.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from course_utils import settings
from course_utils.cifar10 import LOSS_AVERAGE_DECAY
from course_utils.plots.style import STYLES, described

DRAWING_SHARE = 0.05  # of the time that drawing may take
SECONDS_BETWEEN_DRAWINGS = 1.0  # seconds between two drawings


class LiveCurve:
    """One diagram of total loss against steps, with a curve for each training.

    Make it in the cell that trains, hand ``curve.of(name)`` to ``training.fit`` as its callback,
    and end the cell with ``curve.finish()``.

    Args:
        title: What is trained.
        yscale: ``"linear"`` or ``"log"``.
    """

    def __init__(self, title: str, yscale: str = "linear") -> None:
        self.title, self.yscale = title, yscale
        self.losses: dict[str, list[tuple[int, float]]] = {}
        self._next, self._handle = 0.0, None
        if _in_a_notebook() and not settings.execution():  # which trains nothing
            # Now, before any progress bar: its text would be cut in two by a later figure.
            self._handle = _display(self.figure(), self.description())

    def of(self, name: str) -> Callable[[int, float], None]:
        """Return the callback of one training.

        Args:
            name: What the curve is called; a name that is used again starts anew.
        """
        points = self.losses.setdefault(name, [])
        points.clear()

        def record(step: int, loss: float) -> None:
            points.append((step, loss))
            if self._handle is not None and time.perf_counter() >= self._next:
                self._draw()

        return record

    def finish(self, losses: dict[str, Sequence[Sequence[float]]] | None = None) -> None:
        """Draw the diagram for the last time.

        Args:
            losses: Whole curves by name, ``[[step, loss], ...]`` as ``Run.losses`` holds them, for
                runs that were resumed or loaded, so that their beginning was not seen here.
        """
        for name, curve in (losses or {}).items():
            self.losses[name] = [(int(step), float(loss)) for step, loss in curve]
        if _in_a_notebook() and settings.execution() != "autograde":
            self._draw()

    def description(self) -> str:
        """Describe the diagram in words."""
        shown = [
            f"{name} from {points[0][1]:.2f} at step {points[0][0]:,} to {points[-1][1]:.2f} at "
            f"step {points[-1][0]:,}"
            for name, points in self.losses.items()
            if points
        ]
        return f"{self.title}: total loss against steps; {', '.join(shown) or 'no step yet'}."

    def figure(self) -> Figure:
        """Draw raw losses pale, their moving average strong, and a cross where one diverged."""
        figure = Figure(figsize=(7, 3.2), layout="constrained")
        axis = figure.subplots()
        for place, (name, points) in enumerate(self.losses.items()):
            colour, dashes = STYLES[place % len(STYLES)]
            steps, losses = np.array(points, dtype=float).reshape(-1, 2).T
            finite = np.isfinite(losses)
            steps, losses = steps[finite], losses[finite]
            axis.plot(steps, losses, color=colour, alpha=0.3)
            axis.plot(steps, averaged(losses), color=colour, linestyle=dashes, label=name)
            if not finite.all() and len(steps):
                axis.plot(steps[-1], losses[-1], "x", color=colour, markersize=10)
        axis.set(title=self.title, xlabel="step", ylabel="total loss", yscale=self.yscale)
        axis.grid(alpha=0.3)
        if self.losses:
            axis.legend()
        return figure

    def _draw(self) -> None:
        began = time.perf_counter()
        _display(self.figure(), self.description(), self._handle)
        now = time.perf_counter()
        self._next = now + max(SECONDS_BETWEEN_DRAWINGS, (now - began) / DRAWING_SHARE)


def averaged(losses: Sequence[float], decay: float = LOSS_AVERAGE_DECAY) -> np.ndarray:
    """Return the moving average of losses, which starts at the first one.

    Args:
        losses: Finite numbers.
        decay: Which share of the average each step keeps, 0..1.

    Returns:
        float64, one average for each loss.
    """
    found: list[float] = []
    for loss in losses:
        before = found[-1] if found else float(loss)
        found.append(decay * before + (1 - decay) * float(loss))
    return np.array(found)


def _in_a_notebook() -> bool:
    """Return whether a kernel runs this, whose outputs a notebook shows."""
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")


def _display(figure: Figure, description: str, handle: Any = None) -> Any:
    """Show a figure with its description, in the handle's place if given; return the handle."""
    from IPython.display import display

    data, metadata = described(figure, description)
    if handle is None:
        return display(data, display_id=True, raw=True, metadata=metadata)
    handle.update(data, raw=True, metadata=metadata)
    return handle
