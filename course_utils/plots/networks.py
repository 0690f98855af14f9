"""A picture of a network: a block for each layer, and under it what the layer costs.

The blocks stand in the order in which one image meets them. A block is as high and deep as its
output is high and wide, and broader the more channels it has. Vectors are bars. Layers that take
another result than that of their neighbour get an arc. Long networks are shortened: what keeps
the shape and costs no multiply-adds, such as an activation, joins the block before it.
"""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle

from course_utils.models import costs
from course_utils.plots.style import BLUE, GREEN, GREY, ORANGE, VERMILION

MOST_BLOCKS = 16  # blocks that fit beside each other with readable names
TOWER_STAGES = ("its part of the batch", "loss", "gradients")
layers = keras.layers

# What a block's colour says; its name says it as well.
COLOURS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("Conv",), BLUE, "convolution"),
    (("Pooling", "Pool"), GREEN, "pooling"),
    (("Normalization",), ORANGE, "normalisation"),
    (("Dense", "LocallyConnected"), VERMILION, "dense or locally connected"),
    (("",), GREY, "other"),
)


@dataclass
class Block:
    """One block of the picture.

    Attributes:
        name: Of its layer.
        kind: The layer's class.
        shape: What it gives for one image, without the batch axis.
        parameters: How many it holds.
        multiply_adds: Of one image; ``None`` where they cannot be counted.
        sources: The places of the blocks whose results it takes.
        joined: Names of the layers that joined it.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...]
    parameters: int = 0
    multiply_adds: int | None = 0
    sources: tuple[int, ...] = ()
    joined: list[str] = field(default_factory=list)


def blocks(model: keras.Model, input_shape: Sequence[int] | None = None) -> list[Block]:
    """Return the blocks of a model's picture: its input, then its layers as an image meets them.

    Args:
        model: Any Keras model.
        input_shape: Of its input without the batch axis, where the model does not say it.

    Raises:
        TraceError: The model does not run, or does not say what its input is.
    """
    rows = [
        (row, row.call)
        for row in costs.per_layer(model, input_shape)
        if row.call is not None and not row.call.inner
    ]
    start = rows[0][1].input_shapes if rows else []
    found = [Block("input", "input", start[0][1:] if start else ())]
    place_of: dict[int, int] = {}
    short = len(rows) >= MOST_BLOCKS
    for row, call in rows:
        sources = tuple(dict.fromkeys(place_of[id(one)] for one in call.sources)) or (0,)
        before = found[sources[0]]
        keeps = len(sources) == 1 and row.output_shape == before.shape and not row.multiply_adds
        if short and keeps and row.multiply_adds is not None and sources[0] > 0:
            before.joined.append(row.name)
            before.parameters += row.parameters
            place_of[id(call)] = sources[0]
            continue
        place_of[id(call)] = len(found)
        found.append(
            Block(row.name, row.kind, row.output_shape, row.parameters, row.multiply_adds, sources)
        )
    return found


def draw(
    model: keras.Model, title: str | None = None, input_shape: Sequence[int] | None = None
) -> Figure:
    """Draw a model as blocks, with bars of parameters and of multiply-adds below them.

    Args:
        model: Any Keras model.
        title: What it is; the model's name where it is ``None``.
        input_shape: Of its input without the batch axis, where the model does not say it.

    Returns:
        The figure, for ``plots.show(figure, networks.describe(model))``.
    """
    found = blocks(model, input_shape)
    width = max(6.0, 1.02 * len(found))
    figure = Figure(figsize=(width, 5.6), layout="constrained")
    top, held, work = figure.subplots(3, 1, sharex=True, height_ratios=(2.6, 1, 1))
    _draw_blocks(top, found)
    _draw_bars(held, [one.parameters for one in found], "parameters", "0")
    _draw_bars(work, [one.multiply_adds for one in found], "multiply-adds", "0")
    names = [re.sub(r"(?<=[/_])", "\n", one.name) for one in found]
    work.set_xticks(range(len(found)), names, fontsize=8)
    work.set_xlabel("layer, in the order in which an image meets them")
    figure.suptitle(title or model.name)
    return figure


def describe(model: keras.Model, input_shape: Sequence[int] | None = None) -> str:
    """Describe the picture in words: each block with its output, parameters and multiply-adds."""
    found = blocks(model, input_shape)
    parts = []
    for place, one in enumerate(found[1:], start=1):
        part = f"{one.name} gives {_shape(one.shape)}"
        if one.sources != (place - 1,):
            part += f" from {' and '.join(found[source].name for source in one.sources)}"
        if one.parameters:
            part += f" with {one.parameters:,} parameters"
        if one.multiply_adds is None:
            part += ", multiply-adds not counted"
        elif one.multiply_adds:
            part += f"{' and' if one.parameters else ' with'} {one.multiply_adds:,} multiply-adds"
        if one.joined:
            part += f" (with {', '.join(one.joined)})"
        parts.append(part)
    text = f"{len(found) - 1} blocks from an input of {_shape(found[0].shape)}: {'; '.join(parts)}."
    for quantity in ("parameters", "multiply_adds"):
        total = sum(getattr(one, quantity) or 0 for one in found)
        if total:
            most = max(found, key=lambda one: getattr(one, quantity) or 0)
            share = (getattr(most, quantity) or 0) / total
            text += f" Most {quantity.replace('_', '-')}: {most.name}, {share:.0%}."
    return text


def _shape(shape: tuple[int | None, ...]) -> str:
    return " × ".join("?" if side is None else str(side) for side in shape) or "?"


# ---- blocks -------------------------------------------------------------------------------------


def _draw_blocks(axis: Axes, found: list[Block]) -> None:
    sides = [one.shape[0] for one in found if len(one.shape) == 3 and one.shape[0]]
    channels = [one.shape[-1] for one in found if one.shape and one.shape[-1]]
    scale = (max(sides, default=1), max(channels, default=1))
    heights = [_draw_block(axis, place, one, scale) for place, one in enumerate(found)]
    _draw_arrows(axis, found, heights)
    shown = {_kind(one): _colour(one) for one in found[1:]}
    handles = [Rectangle((0, 0), 1, 1, facecolor=c, edgecolor="black") for c in shown.values()]
    axis.legend(handles, shown, loc="upper right", fontsize=8, frameon=False, ncols=len(shown) or 1)
    axis.set_xlim(-0.6, len(found) - 0.4)
    axis.set_ylim(-0.32, 1.75)
    axis.set_ylabel("output of one image")
    axis.set_yticks([])
    axis.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axis.tick_params(bottom=False)


def _draw_block(axis: Axes, place: int, one: Block, scale: tuple[int, int]) -> float:
    """Draw one block, and return how high it reaches."""
    broad = 0.1 + 0.3 * math.log2((one.shape[-1] or 1) + 1 if one.shape else 2) / math.log2(
        scale[1] + 1
    )
    colour = _colour(one)
    style: dict[str, Any] = {"edgecolor": "black", "linewidth": 0.8}
    sides = [side for side in one.shape if side is not None]
    if len(one.shape) == len(sides) == 3:
        high = max(0.06, sides[0] / scale[0])
        deep = 0.3 * max(0.06, sides[1] / scale[0])
        left, right = place - (broad + deep) / 2, place + (broad - deep) / 2
        front = ((left, 0), (right, 0), (right, high), (left, high))
        roof = (
            (left, high),
            (right, high),
            (right + deep, high + deep),
            (left + deep, high + deep),
        )
        side = ((right, 0), (right + deep, deep), (right + deep, high + deep), (right, high))
        for corners, light in ((front, 1.0), (roof, 0.55), (side, 0.75)):
            axis.add_patch(Polygon(corners, facecolor=colour, alpha=light, **style))
        high += deep
    else:
        high = 2.0 * broad + 0.1
        axis.add_patch(Rectangle((place - 0.07, 0), 0.14, high, facecolor=colour, **style))
    axis.text(place, -0.06, _shape(one.shape).replace(" ", ""), ha="center", va="top", fontsize=7.5)
    if one.joined:
        axis.text(place, -0.2, f"+ {len(one.joined)} more", ha="center", va="top", fontsize=7)
    return high


def _draw_arrows(axis: Axes, found: list[Block], heights: list[float]) -> None:
    for place, one in enumerate(found):
        for source in one.sources if place else ():
            neighbour = source == place - 1
            bend = 0 if neighbour else -0.35
            start, end = (source + 0.3, 0.02), (place - 0.32, 0.02)
            if not neighbour:
                level = max(heights[source : place + 1])
                start, end = (source, min(1.2, level)), (place, min(1.2, level))
            axis.add_patch(
                FancyArrowPatch(
                    start,
                    end,
                    arrowstyle="-|>",
                    mutation_scale=9,
                    connectionstyle=f"arc3,rad={bend}",
                    color="black",
                    linewidth=0.9,
                )
            )


def _colour(one: Block) -> str:
    return next(colour for words, colour, _ in COLOURS if any(word in one.kind for word in words))


def _kind(one: Block) -> str:
    return next(name for words, _, name in COLOURS if any(word in one.kind for word in words))


# ---- bars ---------------------------------------------------------------------------------------


def _draw_bars(axis: Axes, values: list[int | None], label: str, nothing: str) -> None:
    most = max((value or 0 for value in values), default=0) or 1
    axis.bar(range(len(values)), [value or 0 for value in values], color=GREY, edgecolor="black")
    for place, value in enumerate(values):
        text = "?" if value is None else _short(value) or nothing
        axis.text(place, (value or 0) + 0.03 * most, text, ha="center", va="bottom", fontsize=7.5)
    axis.set_ylim(0, 1.3 * most)
    axis.set_ylabel(label, fontsize=9)
    axis.set_yticks([])
    axis.spines[["top", "right", "left"]].set_visible(False)


def _short(value: int) -> str:
    """Format a number in at most five characters: 18.5M, 885K, 73.9K; empty for 0."""
    for size, letter in itertools.chain(((1e9, "G"), (1e6, "M"), (1e3, "K"))):
        if value >= 0.9995 * size:
            amount = value / size
            return f"{amount:.3g}{letter}" if amount < 999.5 else f"{amount:.0f}{letter}"
    return str(value) if value else ""


# ---- towers --------------------------------------------------------------------------------------


def draw_towers(title: str = "One training step, shared by two towers") -> Figure:
    """Draw the path of one step: a batch, a tower for each device, one average, one update.

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
        for place, stage in enumerate(TOWER_STAGES):
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
