"""What is right and what foreseen mistakes give, together."""

from collections.abc import Mapping

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX

Numbers = Mapping[str, np.ndarray | float | tuple[float, ...]]


def with_mistakes(answers: Numbers, mistakes: Numbers) -> Arrays:
    """Return one dictionary of arrays, with the mistakes under their prefix."""
    named = {**answers, **{PREFIX + name: value for name, value in mistakes.items()}}
    return {name: np.asarray(value, np.float64) for name, value in named.items()}
