"""Figures of the class report and of feedback pages, each with its description in words."""

from collections.abc import Sequence
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.grading.flags import LARGEST_DEVIATIONS
from autograder.reporting.pages import FIGURE
from autograder.reporting.results import Accuracy
from course_utils.exercises.kit.hidden_images import share_of_points
from course_utils.plots.style import BLUE, GREEN, ORANGE

WIDTH_INCHES = 5.2  # inches
CURVE_POINTS = 100  # of a curve that is drawn
MOST_NAMED = 25  # rows of a chart that can carry a name
GREY = "#666666"


class Drawn(NamedTuple):
    """A figure and what it shows, in words."""

    figure: Figure
    description: str


def axes(title: str, xlabel: str, ylabel: str, height: float = 3.1) -> tuple[Figure, Axes]:
    """Make an empty figure with a title and labelled axes."""
    with mpl.rc_context(FIGURE):
        figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
        axis = figure.subplots()
        axis.set(title=title, xlabel=xlabel, ylabel=ylabel)
    axis.grid(alpha=0.3)
    axis.set_axisbelow(True)
    axis.spines[["top", "right"]].set_visible(False)
    return figure, axis


def finished(figure: Figure, axis: Axes, description: str, legend: bool = False) -> Drawn:
    """Return a finished figure; a legend goes below the axes, where it covers nothing."""
    if legend:
        with mpl.rc_context(FIGURE):
            figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
    return Drawn(figure, description)


def whole_numbers(axis: Axes) -> None:
    """Put the ticks of a count on whole numbers, and hide the grid's vertical lines."""
    axis.locator_params(axis="y", integer=True)
    axis.grid(axis="x", visible=False)


def scores(final: Sequence[float], provisional: Sequence[float], maximum: float) -> Drawn:
    """Draw how many submissions got how many points.

    Args:
        final: Points of those that are graded.
        provisional: Points of those of which a part waits for a person.
        maximum: The most.
    """
    figure, axis = axes("Points", f"points of {maximum:g}", "submissions")
    edges = np.linspace(0, maximum, 1 + (int(maximum) if 8 <= maximum <= 20 else 10))
    most = max([*final, *provisional, maximum])
    edges[-1] = max(edges[-1], most) + 1e-9  # extra credit
    parts = [(final, BLUE, "white", "final"), (provisional, ORANGE, "black", "provisional")]
    below = np.zeros(len(edges) - 1)  # the heights of the bars that others stand on
    for points, colour, edge, name in parts:
        if len(points):
            counts, _ = np.histogram(points, edges)
            place = edges[:-1], counts, np.diff(edges), below
            axis.bar(*place, align="edge", color=colour, edgecolor=edge, label=name)
            below = below + counts
    whole_numbers(axis)
    every = np.array([*final, *provisional])
    axis.axvline(np.median(every), color="black", linestyle="--", label="median")
    low, middle, high = np.percentile(every, (25, 50, 75))
    return finished(
        figure,
        axis,
        f"Histogram of the points of {len(every)} submissions: the median is {middle:.2f} of "
        f"{maximum:g}, half of them are between {low:.2f} and {high:.2f}.",
        legend=True,
    )


def accuracies(
    measured: Sequence[tuple[str, Accuracy]], title: str, ends: tuple[float, float] | None
) -> Drawn:
    """Draw accuracies with their intervals, the best on top.

    Args:
        measured: A name and an accuracy for each submission.
        title: What was measured, and on what.
        ends: Where points begin and are full, 0..1.
    """
    ordered = sorted(measured, key=lambda one: -one[1].share)
    named = len(ordered) <= MOST_NAMED
    figure, axis = axes(
        title,
        "accuracy on hidden images in percent, with its 95 % interval",
        "" if named else "rank",
        height=1.6 + (0.2 * len(ordered) if named else 2.6),
    )
    found = 100 * np.array([(one.share, one.low, one.high) for _, one in ordered])
    places = np.arange(1, len(ordered) + 1)
    reach = np.maximum(0, [found[:, 0] - found[:, 1], found[:, 2] - found[:, 0]])
    axis.errorbar(
        found[:, 0],
        places,
        xerr=reach,
        fmt="o",
        color=BLUE,
        markersize=4 if named else 2,
        elinewidth=1.5 if named else 0.6,
        capsize=3 if named else 0,
    )
    axis.invert_yaxis()
    if named:
        axis.set_yticks(places, [name for name, _ in ordered], fontsize=8)
    for end, style, name in zip(
        ends or (), (":", "--"), ("points begin", "full points"), strict=False
    ):
        axis.axvline(100 * end, color="black", linestyle=style, linewidth=1, label=name)
    return finished(
        figure,
        axis,
        f"{title}: accuracies of {len(ordered)} submissions with 95 % intervals, from "
        f"{found[:, 0].min():.1f} to {found[:, 0].max():.1f} %, median "
        f"{np.median(found[:, 0]):.1f} %.",
        legend=ends is not None,
    )


def hidden_against_visible(measured: Sequence[Accuracy], title: str) -> Drawn:
    """Draw each submission's accuracy on hidden images against that on visible ones.

    Args:
        measured: Accuracies; those without a visible one are left out.
        title: What was measured.
    """
    gaps = [one.gap for one in measured if one.gap is not None]
    figure, axis = axes(
        title, "accuracy on visible images in percent", "on hidden images in percent", 3.6
    )
    visible, hidden = (np.array([getattr(g, n) for g in gaps]) for n in ("visible", "hidden"))
    odd = np.array([bool(gap.flag) for gap in gaps])
    ends = np.array([min(visible.min(), hidden.min()), max(visible.max(), hidden.max())])
    ends = np.clip(100 * ends + (-4, 4), 0, 100)
    expected = 100 * float(np.median([gap.expected for gap in gaps]))
    spread = 100 * LARGEST_DEVIATIONS * float(np.median([gap.sd for gap in gaps]))
    line = ends + expected
    axis.fill_between(
        ends, line - spread, line + spread, color=GREY, alpha=0.2, linewidth=0, label="3 sd around"
    )
    axis.plot(ends, line, color="black", linewidth=1, label="expected of honest runs")
    axis.plot(100 * visible[~odd], 100 * hidden[~odd], "o", color=BLUE, ms=4, label="as expected")
    if odd.any():
        axis.plot(100 * visible[odd], 100 * hidden[odd], "^", color=ORANGE, ms=7, label="flagged")
    return finished(
        figure,
        axis,
        f"{title}: hidden against visible accuracy of {len(gaps)} submissions, "
        f"{int(odd.sum()) or 'none'} of them over {LARGEST_DEVIATIONS:g} standard deviations from "
        "the line that honest runs follow.",
        legend=True,
    )


def times(seconds: Sequence[float]) -> Drawn:
    """Draw how long submissions took to run."""
    figure, axis = axes("Time to run a submission", "seconds", "submissions", 2.6)
    axis.hist(seconds, min(20, 4 + len(seconds) // 4), color=GREEN, edgecolor="white")
    axis.set_xlim(left=0)
    whole_numbers(axis)
    return finished(
        figure,
        axis,
        f"Histogram of the running times of {len(seconds)} submissions: median "
        f"{np.median(seconds):.1f} s, longest {max(seconds):.1f} s.",
    )


def ramp(accuracy: Accuracy, ends: tuple[float, float], maximum: float) -> Drawn:
    """Draw where one accuracy is between the cut-offs.

    Args:
        accuracy: With its interval.
        ends: Where points begin and are full, 0..1.
        maximum: The points that can be had.
    """
    figure, axis = axes(
        "Your accuracy and its points", "accuracy on hidden images in percent", "points", 2.6
    )
    low, high = ends

    def points(share: float) -> float:
        return maximum * share_of_points(share, low, high)

    shares = np.array([0, *np.linspace(low, high, CURVE_POINTS), 1])
    axis.plot(100 * shares, [points(x) for x in shares], color=GREY, label="points")
    axis.axvspan(
        100 * accuracy.low, 100 * accuracy.high, color=BLUE, alpha=0.2, label="95 % interval"
    )
    earned = points(accuracy.share)
    axis.plot([100 * accuracy.share], [earned], "o", color=BLUE, ms=7, label="yours")
    axis.set_xlim(0, 100)
    return finished(
        figure,
        axis,
        f"Points rise from 0 at {100 * low:.1f} % to {maximum:g} at {100 * high:.1f} %. Your "
        f"accuracy, {100 * accuracy.share:.1f} %, earns {earned:.2f} points.",
        legend=True,
    )
