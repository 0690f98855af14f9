"""Charts of what was measured: accuracies with their intervals, on two test sets, and counts."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from course_utils.plots import BLUE, GREEN, ORANGE


def intervals(
    measured: Mapping[str, tuple[float, float, float]], title: str, mark: float | None = None
) -> Figure:
    """Accuracies as dots with bars from the lower to the upper end of their intervals.

    Args:
        measured: The accuracy, its lower and its upper end for each name, 0 to 1.
        title: What was measured.
        mark: An accuracy to draw a line at, 0 to 1, such as one that somebody claims.
    """
    figure = Figure(figsize=(7, 0.42 * len(measured) + 1.2), layout="constrained")
    axis = figure.subplots()
    found, low, high = 100 * np.array(list(measured.values()), dtype=float).T
    places = np.arange(len(measured))
    # Rounding may put an end a hair beyond the accuracy itself.
    ends = np.maximum(0, [found - low, high - found])
    axis.errorbar(found, places, xerr=ends, fmt="o", color=BLUE, capsize=4)
    if mark is not None:
        axis.axvline(100 * mark, color=ORANGE, linestyle="--", label=f"{100 * mark:g} %")
        axis.legend()
    axis.set_yticks(places, list(measured))
    axis.invert_yaxis()
    axis.margins(y=0.15)
    axis.grid(axis="x", alpha=0.3)
    axis.set(title=title, xlabel="accuracy in percent, with its 95 % interval")
    return figure


def two_tests(
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    line: tuple[float, float],
    xlabel: str,
    ylabel: str,
) -> Figure:
    """Models as points, their accuracy on one test set against that on another.

    Args:
        groups: Horizontal and vertical values in percent by name, at most three groups.
        title: What is shown.
        line: Slope and intercept of a line to draw through them.
        xlabel: The horizontal test set.
        ylabel: The vertical one.
    """
    figure = Figure(figsize=(6, 4), layout="constrained")
    axis = figure.subplots()
    every = np.concatenate([np.asarray(x, dtype=float) for x, _ in groups.values()])
    ends = np.array([every.min() - 2, every.max() + 2])
    axis.plot(ends, ends, "k:", label="the same on both")
    axis.plot(ends, line[0] * ends + line[1], color="black", linewidth=1, label="the line")
    styles = zip((BLUE, ORANGE, GREEN), ("o", "s", "^"), strict=True)
    for (name, (x, y)), (colour, marker) in zip(groups.items(), styles, strict=False):
        axis.plot(x, y, marker, color=colour, markersize=7, label=name)
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def counts_table(
    counts: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    xlabel: str,
    ylabel: str,
) -> Figure:
    """A table of numbers, shaded by their size.

    Args:
        counts: (R, C) whole numbers.
        rows: R names.
        columns: C names.
        title: What was counted.
        xlabel: What the columns are.
        ylabel: What the rows are.
    """
    figure = Figure(figsize=(7.5, 0.5 * len(rows) + 1.7), layout="constrained")
    axis = figure.subplots()
    axis.imshow(counts, cmap="cividis", vmin=0, aspect="auto")
    for (row, column), count in np.ndenumerate(counts):
        shade = "black" if count > 0.55 * counts.max() else "white"
        axis.text(column, row, f"{count:.0f}", ha="center", va="center", color=shade)
    axis.set_xticks(range(len(columns)), columns, rotation=45, ha="right")
    axis.set_yticks(range(len(rows)), rows)
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel)
    return figure
