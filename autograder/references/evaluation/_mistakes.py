"""What is right and what foreseen mistakes give, together."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def with_mistakes(answers: dict, mistakes: dict) -> Arrays:
    """Return one dictionary of arrays, with the mistakes under their prefix."""
    named = {**answers, **{PREFIX + name: value for name, value in mistakes.items()}}
    return {name: np.asarray(value, np.float64) for name, value in named.items()}
