"""Figures: titled, with labelled axes, readable without colour, and described in words.

Each function returns a ``matplotlib`` figure; ``show`` puts it into a notebook together with a
description for readers who cannot see it.
"""

import base64
import html
import io
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any colour vision tell apart.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"


def show(figure: Figure, description: str) -> None:
    """Display a figure in a notebook with its description as alternative text.

    Args:
        figure: What a function of this module returned.
        description: What the figure shows, in a sentence.
    """
    from IPython.display import display

    data, metadata = described(figure, description)
    display(data, raw=True, metadata=metadata)


def described(figure: Figure, description: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """A figure and its description, as a notebook stores them.

    nbconvert reads the description in the picture's metadata. JupyterLab does not; it shows the
    HTML, an image with alternative text.

    Args:
        figure: What to show.
        description: What it shows, in a sentence.

    Returns:
        The data by MIME type, and their metadata.
    """
    encoded = base64.b64encode(png(figure)).decode("ascii")
    alt = html.escape(description)
    return (
        {
            "image/png": encoded,
            "text/html": f'<img alt="{alt}" src="data:image/png;base64,{encoded}">',
            "text/plain": f"Figure: {description}",
        },
        {"image/png": {"alt": description}},
    )


def png(figure: Figure) -> bytes:
    """A figure as the bytes of a PNG file."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100, bbox_inches="tight")
    return picture.getvalue()


def displayable(standardized: np.ndarray) -> np.ndarray:
    """Standardised images as pictures can show them: 0 is mid-grey, 1 is 50 levels above it.

    Args:
        standardized: float (N, H, W, C), a NumPy array or a tensor.

    Returns:
        uint8, the same shape; what lies beyond 0 to 255 is cut off.
    """
    return np.clip(np.rint(127.5 + 50 * np.asarray(standardized)), 0, 255).astype(np.uint8)


def image_grid(
    images: np.ndarray, captions: Sequence[str], title: str, columns: int = 10
) -> Figure:
    """Images in rows, each with a caption.

    Args:
        images: uint8 (N, H, W, 3), or (N, H, W, 1) for grey.
        captions: One for each image.
        title: What they are.
        columns: Images in a row.
    """
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    texts = [line for caption in captions for line in caption.split("\n")]
    lines = max((caption.count("\n") + 1 for caption in captions if caption), default=0)
    # Inches: a picture's longer side, a tile with its caption's letters, and a title's letters.
    side, wide = 0.67, max(0.75, 0.06 * max(map(len, texts), default=0) + 0.06)
    high = side + 0.08 + (0.06 + 0.14 * lines if lines else 0)
    size = (max(wide * columns, 0.1 * len(title)), high * rows + 0.32)
    figure = Figure(figsize=size)
    # One axis for all: with one for each, twenty images took 0.7 s instead of 0.1.
    axis = figure.add_axes((0, 0, 1, 1))
    for index, (image, caption) in enumerate(zip(images, captions, strict=False)):
        row, column = divmod(index, columns)
        middle = (size[0] - wide * columns) / 2 + wide * (column + 0.5)
        bottom = high * (rows - row - 1)
        half = side * image.shape[1] / max(image.shape[:2]) / 2
        top = bottom + side * image.shape[0] / max(image.shape[:2])
        # One scale for all: else faint ink would look as bright as any.
        gray = {"cmap": "gray", "vmin": 0, "vmax": 255} if image.shape[-1] == 1 else {}
        axis.imshow(image.squeeze(), extent=(middle - half, middle + half, bottom, top), **gray)
        axis.text(middle, top + 0.04, caption, ha="center", va="bottom", fontsize=8)
    axis.set(xlim=(0, size[0]), ylim=(0, size[1]))
    axis.axis("off")
    figure.suptitle(title, y=1 - 0.05 / size[1])
    return figure


def learning_curves(curves: dict[str, Sequence[Sequence[float]]], title: str) -> Figure:
    """Total loss against steps, each raw curve pale and its running mean strong.

    Args:
        curves: ``[[step, loss], ...]`` by name, as ``Run.losses`` holds them.
        title: What was trained.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    styles = zip((BLUE, ORANGE, GREEN), ("-", "--", "-."), strict=True)
    for (name, curve), (colour, style) in zip(curves.items(), styles, strict=False):
        steps, losses = np.array(curve, dtype=float).reshape(-1, 2).T
        width = max(1, len(losses) // 20)
        smooth = np.convolve(losses, np.ones(width) / width, mode="valid")
        axis.plot(steps, losses, color=colour, alpha=0.25)
        axis.plot(steps[width - 1 :], smooth, color=colour, linestyle=style, label=name)
    axis.set(title=title, xlabel="step", ylabel="total loss")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def confusion_matrix(
    predicted: np.ndarray, labels: np.ndarray, classes: Sequence[str], title: str
) -> Figure:
    """How often each class was taken for each other one, in percent of its images.

    Args:
        predicted: int (N,) predicted classes.
        labels: int (N,) true classes.
        classes: Their names.
        title: What was predicted.
    """
    counts = np.zeros((len(classes), len(classes)))
    np.add.at(counts, (labels, predicted), 1)
    percent = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(6, 5), layout="constrained")
    axis = figure.subplots()
    image = axis.imshow(percent, cmap="cividis", vmin=0, vmax=100)
    for row, values in enumerate(percent):
        for column, value in enumerate(values):
            if value >= 0.5:
                shade = "black" if value > 55 else "white"
                style = {"color": shade, "ha": "center", "va": "center"}
                # None lies outside: to ask where each one ends took a fifth of the drawing.
                axis.text(column, row, f"{value:.0f}", in_layout=False, **style)
    ticks = range(len(classes))
    axis.set_xticks(ticks, classes, rotation=45, ha="right")
    axis.set_yticks(ticks, classes)
    axis.set(title=title, xlabel="predicted class", ylabel="true class")
    figure.colorbar(image, label="percent of the class's images")
    return figure


def bars(values: dict[str, float], title: str, label: str) -> Figure:
    """Horizontal bars with their values written beside them.

    Args:
        values: A number for each name.
        title: What is compared.
        label: The quantity and its unit.
    """
    figure = Figure(figsize=(7, 0.45 * len(values) + 1.1), layout="constrained")
    axis = figure.subplots()
    drawn = axis.barh(list(values), list(values.values()), color=BLUE)
    axis.bar_label(drawn, fmt="%.1f", padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.12)
    axis.set(title=title, xlabel=label)
    return figure


def repeated_runs(
    curves: dict[str, Sequence[Sequence[Sequence[float]]]], target: float, title: str
) -> Figure:
    """Precision @ 1 of several runs against steps, with the target and the runs that diverged.

    Args:
        curves: For each network by name, the curve of each of its runs, as ``Trial.curve`` gives
            it: ``[[step, precision], ...]``; the last value is NaN where the run diverged.
        target: The precision @ 1 to reach, 0 to 1.
        title: What was repeated.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    failed: list[Sequence[float]] = []
    styles = zip((BLUE, ORANGE, GREEN), ("-", "--", "-."), strict=True)
    for (name, runs), (colour, style) in zip(curves.items(), styles, strict=False):
        for index, run in enumerate(runs):
            points = np.array(run, dtype=float).reshape(-1, 2)
            ends_in_nan = len(points) > 0 and np.isnan(points[-1, 1])
            finite = points[~np.isnan(points[:, 1])]
            if ends_in_nan:
                failed.append((points[-1, 0], finite[-1, 1] if len(finite) else 0.0))
            label = name if index == 0 else None
            axis.plot(*finite.T, color=colour, linestyle=style, marker=".", alpha=0.8, label=label)
    axis.axhline(target, color="black", linestyle=":", label=f"target {target:g}")
    if failed:
        axis.plot(*np.transpose(failed), "kx", markersize=10, label="diverged")
    axis.set(title=title, xlabel="step", ylabel="precision @ 1")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def templates(weights: np.ndarray, captions: Sequence[str], title: str) -> Figure:
    """The weights of each class as a picture: what speaks for it and what against.

    Args:
        weights: float (height, width, classes), at most ten classes.
        captions: One for each class.
        title: What was trained.
    """
    figure = Figure(figsize=(10, 2.2), layout="constrained")
    axes = figure.subplots(1, len(captions), squeeze=False)[0]
    largest = float(np.abs(weights).max()) or 1.0
    for axis, picture, caption in zip(axes, np.moveaxis(weights, -1, 0), captions, strict=True):
        drawn = axis.imshow(picture, cmap="PuOr_r", vmin=-largest, vmax=largest)
        axis.set_title(caption, fontsize=8)
        axis.axis("off")
    figure.colorbar(drawn, ax=list(axes), label="weight", location="bottom", aspect=60)
    figure.suptitle(title)
    return figure


def curves(
    named: dict[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
    yscale: str = "linear",
) -> Figure:
    """Up to three curves in one diagram, told apart by dashes as well as by colour.

    Args:
        named: Horizontal and vertical values by name.
        title: What is shown.
        xlabel: The horizontal quantity and its unit.
        ylabel: The vertical one.
        yscale: ``"linear"`` or ``"log"``.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    styles = zip((BLUE, ORANGE, GREEN), ("-", "--", "-."), strict=True)
    for (name, (x, y)), (colour, style) in zip(named.items(), styles, strict=False):
        axis.plot(x, y, color=colour, linestyle=style, linewidth=2, label=name)
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel, yscale=yscale)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def scatter_panels(
    panels: dict[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
) -> Figure:
    """Clouds of points side by side, on the same axes.

    Args:
        panels: Horizontal and vertical values by the panel's title.
        title: What all of them show.
        xlabel: The horizontal quantity and its unit.
        ylabel: The vertical one.
    """
    figure = Figure(figsize=(2.6 * len(panels), 3.1), layout="constrained")
    for axis, (name, (x, y)) in zip(
        figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)[0],
        panels.items(),
        strict=True,
    ):
        axis.scatter(x, y, s=2, color=BLUE, alpha=0.5, linewidths=0)
        axis.set_title(name, fontsize=10)
        axis.grid(alpha=0.3)
    figure.suptitle(title)
    figure.supxlabel(xlabel)
    figure.supylabel(ylabel)
    return figure
