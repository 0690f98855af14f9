"""Right answers to ``probability_model``: probabilities, and what mistakes give."""

import numpy as np

from autograder.references._closed_forms import forward
from autograder.references.model._mistakes import mistakes
from autograder.references.model._softmax import softmax
from course_utils.exchange import Arrays
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.model.probability_model import CHANGED, enlarged


def expected(question: Arrays) -> Arrays:
    """Return probabilities before and after the variables change, and those of large logits."""
    inputs = question["inputs"].astype(np.float64)

    def logits_of(values: Arrays) -> np.ndarray:
        exact = {name: values[name].astype(np.float64) for name in steps.NAMES}
        return forward(exact, inputs)[1]

    logits = logits_of(variables.stated(question))
    after = logits_of({name: question[CHANGED + name] for name in steps.NAMES})
    right = softmax(logits)
    return {
        "probabilities": right,
        "probabilities after": softmax(after),
        "logits after": after,
        "large": softmax(logits_of(variables.stated(enlarged(question)))),
        **mistakes(
            {
                "none": logits,
                "double": softmax(right),
                "batch": softmax(logits, axis=0),
                "sigmoid": 1 / (1 + np.exp(-logits)),
                "logarithm": np.log(right),
                "copied": right,
            }
        ),
    }
