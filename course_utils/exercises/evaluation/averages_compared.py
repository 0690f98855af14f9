"""The tasks of ``06_evaluation``: how good a network is, and how sure that number is."""

import numpy as np

from course_utils import data, settings
from course_utils.checks import evidence, practice
from course_utils.checks.comparisons import paired_difference
from course_utils.checks.confusions import confusion_rates
from course_utils.checks.fitted_lines import shifted_line
from course_utils.checks.intervals import exact_interval
from course_utils.checks.predictor import arrange
from course_utils.checks.properties import compares
from course_utils.checks.task import Task
from course_utils.checks.top_k import precision_at_k
from course_utils.checks.wrapped_queues import wrapped_precision
from course_utils.data.drawn import shapes
from course_utils.exchange import Arrays

__all__ = [
    "averages_compared",
    "confusion_rates",
    "exact_interval",
    "paired_difference",
    "precision_at_k",
    "shifted_line",
    "wrapped_precision",
]

DATA = ("shapes", "cifar10")  # what it can be graded on; the first where nothing else is said
NETWORKS = ("raw", "averaged")
ABOVE = 0.15  # guessing, and what luck adds


def visible(case: int) -> tuple[Arrays, Arrays]:
    """Return the practice question on all visible images, and their labels."""
    _, held_out = data.visible_split(settings.graded_data(*DATA))
    asked = arrange(held_out.images, np.random.default_rng(case))
    return asked, {"labels": held_out.labels}


averages_compared = Task(
    "averages_compared",
    "evidence",
    practice.draw_images(shapes.draw),
    evidence.asks(*NETWORKS),
    compares(
        evidence.Trained("two trained networks", 0.3, NETWORKS, ABOVE),
        evidence.Different(
            name="raw and averaged",
            share=0.3,
            networks=NETWORKS,
            above=ABOVE,
            least=0.02,
            step="A network holds one set of weights at a time: build a second one, and load the "
            "averages into that.",
        ),
        evidence.Better(
            name="averages help",
            share=0.4,
            worse="raw",
            better="averaged",
            above=ABOVE,
            step="Take both from the run at a constant learning rate, 06_evaluation.run. If you "
            "did, raise max_steps, train that run on, and restore its averages anew.",
            errors=2,  # seeds 1-4 win by 5.8 or more on 2,000 images: the right two surely pass
        ),
    ),
    cases=1,
    visible=visible,
)

TASKS = (
    precision_at_k,
    wrapped_precision,
    exact_interval,
    paired_difference,
    averages_compared,
    confusion_rates,
    shifted_line,
)
