"""Foreseen mistakes whose numbers the reference computes, so that no copy for students holds them.

A reference may answer, next to what is right, what a mistake would give, under the name
``mistake NAME``. ``mistake`` looks there.
"""

from collections.abc import Callable

import numpy as np

from course_utils.checks.properties import Mistake
from course_utils.exchange import Arrays

PREFIX = "mistake "


def mistake(
    name: str,
    sentence: str,
    part: Callable[[Arrays, np.ndarray], np.ndarray] | str | None = None,
) -> Mistake:
    """Return a mistake that the reference gives the numbers of.

    Args:
        name: What the reference calls it, without the prefix.
        sentence: The symptom and the next step.
        part: What to take of these numbers, from the question and them; or the part of the answer
            that they stand for, where it is not the property's first.
    """

    def gives(question: Arrays, expected: Arrays) -> Arrays | np.ndarray:
        values = expected[PREFIX + name]
        if isinstance(part, str):
            return {part: values}
        return part(question, values) if part else values

    return Mistake(sentence, gives)
