"""Figures: titled, with labelled axes, readable without colour, and described in words.

What was measured goes into ``curves``, images and what a network makes of them into ``images``;
their functions return ``matplotlib`` figures and are offered here, as ``plots.learning_curves``.
:func:`show` puts a figure into a notebook together with a description for readers who cannot see
it. ``networks`` draws models, and ``live`` a curve that grows while a network trains: those two
bring TensorFlow, so import them by name. ``style`` has the colours and dashes of all.
"""

from course_utils.plots.curves import (
    bars,
    confusion_matrix,
    counts_table,
    intervals,
    learning_curves,
    lines,
    repeated_runs,
    scatter_panels,
    two_tests,
)
from course_utils.plots.images import (
    activations,
    displayable,
    filters,
    image_grid,
    mistakes,
    stages,
    surest_mistakes,
    templates,
)
from course_utils.plots.style import BLUE, GREEN, ORANGE, described, png, show

__all__ = [
    "BLUE",
    "GREEN",
    "ORANGE",
    "activations",
    "bars",
    "confusion_matrix",
    "counts_table",
    "described",
    "displayable",
    "filters",
    "image_grid",
    "intervals",
    "learning_curves",
    "lines",
    "mistakes",
    "png",
    "repeated_runs",
    "scatter_panels",
    "show",
    "stages",
    "surest_mistakes",
    "templates",
    "two_tests",
]
