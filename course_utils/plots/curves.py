"""Diagrams of what was measured: curves, bars, points with intervals, and tables of counts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from course_utils.plots.style import BLUE, GREEN, ORANGE, STYLES


def learning_curves(curves: Mapping[str, Sequence[Sequence[float]]], title: str) -> Figure:
    """Draw total loss against steps, each raw curve pale and its running mean strong.

    Args:
        curves: ``[[step, loss], ...]`` by name, as ``Run.losses`` holds them.
        title: What was trained.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    for (name, curve), (colour, style) in zip(curves.items(), STYLES, strict=False):
        steps, losses = np.array(curve, dtype=float).reshape(-1, 2).T
        width = max(1, len(losses) // 20)
        smooth = np.convolve(losses, np.ones(width) / width, mode="valid")
        axis.plot(steps, losses, color=colour, alpha=0.25)
        axis.plot(steps[width - 1 :], smooth, color=colour, linestyle=style, label=name)
    axis.set(title=title, xlabel="step", ylabel="total loss")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def lines(
    named: dict[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
    yscale: str = "linear",
) -> Figure:
    """Draw up to six curves in one diagram, told apart by dashes as well as by colour.

    Args:
        named: Horizontal and vertical values by name.
        title: What is shown.
        xlabel: The horizontal quantity and its unit.
        ylabel: The vertical one.
        yscale: ``"linear"`` or ``"log"``.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    for (name, (x, y)), (colour, style) in zip(named.items(), STYLES, strict=False):
        axis.plot(x, y, color=colour, linestyle=style, linewidth=2, label=name)
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel, yscale=yscale)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def repeated_runs(
    curves: dict[str, Sequence[Sequence[Sequence[float]]]], target: float, title: str
) -> Figure:
    """Draw precision @ 1 of several runs against steps, with the target and diverged runs.

    Args:
        curves: For each network by name, the curve of each of its runs, as ``Trial.curve`` gives
            it: ``[[step, precision], ...]``; the last value is NaN where the run diverged.
        target: The precision @ 1 to reach, 0 to 1.
        title: What was repeated.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axis = figure.subplots()
    failed: list[Sequence[float]] = []
    for (name, runs), (colour, style) in zip(curves.items(), STYLES, strict=False):
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


def bars(values: dict[str, float], title: str, label: str) -> Figure:
    """Draw horizontal bars with their values written beside them.

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


def confusion_matrix(
    predicted: np.ndarray, labels: np.ndarray, classes: Sequence[str], title: str
) -> Figure:
    """Draw the confusion matrix of true and predicted classes, in percent of each true class.

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
                style: dict[str, Any] = {"color": shade, "ha": "center", "va": "center"}
                # None is outside: to ask where each one ends took a fifth of the drawing.
                axis.text(column, row, f"{value:.0f}", in_layout=False, **style)
    ticks = range(len(classes))
    axis.set_xticks(ticks, classes, rotation=45, ha="right")
    axis.set_yticks(ticks, classes)
    axis.set(title=title, xlabel="predicted class", ylabel="true class")
    figure.colorbar(image, label="percent of the class's images")
    return figure


def scatter_panels(
    panels: dict[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
) -> Figure:
    """Draw clouds of points side by side, on the same axes.

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


def intervals(
    measured: Mapping[str, tuple[float, float, float]], title: str, mark: float | None = None
) -> Figure:
    """Draw accuracies as dots with bars from the lower to the upper end of their intervals.

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
    """Draw models as points, their accuracy on one test set against that on another.

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
    """Draw a table of numbers, shaded by their size.

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
