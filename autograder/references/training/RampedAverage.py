"""Right answers to ``RampedAverage``: averages, and those under foreseen mistakes."""

from collections.abc import Callable

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return the average after each call, and all of them under each foreseen mistake."""
    decay, ramp = float(question["decay"]), int(question["ramp"])

    def ramped(n: int) -> float:
        return min(decay, (1 + n) / (ramp + n))

    keeps = {
        "fixed": lambda n: decay,
        "counted first": lambda n: ramped(n + 1),
        "exchanged": lambda n: 1 - ramped(n),
        "never counts": lambda n: ramped(0),
        "first value": lambda n: ramped(n) if n else 0.0,
        "endless ramp": lambda n: (1 + n) / (ramp + n),
        "larger": lambda n: max(decay, (1 + n) / (ramp + n)),
        "still": lambda n: 1.0,
        "ramp of ten": lambda n: min(decay, (1 + n) / (10 + n)),
        "product": lambda n: decay * (1 + n) / (ramp + n),
    }
    found = sequences.replayed(_averages(question, ramped))
    for name, keep in keeps.items():
        found[PREFIX + name] = _averages(question, keep)
    zero = {**question, "start": np.zeros_like(question["start"])}
    found[f"{PREFIX}zero"] = _averages(zero, ramped)
    found[f"{PREFIX}before"] = _averages(question, ramped, before=True)
    found[f"{PREFIX}alias"] = _averages(question, ramped, one_average=True)
    found[f"{PREFIX}shared"] = _averages(question, ramped, one_average=True, one_count=True)
    found[f"{PREFIX}shared count"] = _averages(question, ramped, one_count=True)
    return found


def _averages(
    question: Arrays,
    keep: Callable[[int], float],  # from a count to a share
    *,
    one_average: bool = False,
    one_count: bool = False,
    before: bool = False,
) -> np.ndarray:
    averages, counts = [question["start"]] * 2, [0, 0]
    results = []
    for which, value in zip(question["object"], question["argument"], strict=True):
        own, count = 0 if one_average else which, 0 if one_count else which
        share = keep(counts[count])
        results.append(averages[own])
        averages[own] = share * averages[own] + (1 - share) * value
        if not before:
            results[-1] = averages[own]
        counts[count] += 1
    return np.stack(results)
