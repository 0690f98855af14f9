"""Right answers to ``RampedAverage``: averages, and those under foreseen mistakes."""

from collections.abc import Callable

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.training.RampedAverage import SECOND, settings

Keep = Callable[[int, float, int], float]  # from a count, decay and ramp to a share


def ramped(n: int, decay: float, ramp: int) -> float:
    """Return the share that update number n keeps."""
    return min(decay, (1 + n) / (ramp + n))


def expected(question: Arrays) -> Arrays:
    """Return the average after each call, and all of them under each foreseen mistake."""
    keeps: dict[str, Keep] = {
        "fixed": lambda n, decay, ramp: decay,
        "counted first": lambda n, decay, ramp: ramped(n + 1, decay, ramp),
        "exchanged": lambda n, decay, ramp: 1 - ramped(n, decay, ramp),
        "never counts": lambda n, decay, ramp: ramped(0, decay, ramp),
        "first value": lambda n, decay, ramp: ramped(n, decay, ramp) if n else 0.0,
        "endless ramp": lambda n, decay, ramp: (1 + n) / (ramp + n),
        "larger": lambda n, decay, ramp: max(decay, (1 + n) / (ramp + n)),
        "still": lambda n, decay, ramp: 1.0,
        "ramp of ten": lambda n, decay, ramp: ramped(n, decay, 10),
        "product": lambda n, decay, ramp: decay * (1 + n) / (ramp + n),
    }
    found = sequences.replayed(_averages(question, ramped))
    for name, keep in keeps.items():
        found[PREFIX + name] = _averages(question, keep)
    last = {name: question[f"{name}{SECOND}"] for name in ("decay", "ramp")}
    found[f"{PREFIX}shared settings"] = _averages({**question, **last}, ramped)
    zero = {**question, "start": np.zeros_like(question["start"])}
    found[f"{PREFIX}zero"] = _averages(zero, ramped)
    found[f"{PREFIX}before"] = _averages(question, ramped, before=True)
    found[f"{PREFIX}alias"] = _averages(question, ramped, one_average=True)
    found[f"{PREFIX}shared"] = _averages(question, ramped, one_average=True, one_count=True)
    found[f"{PREFIX}shared count"] = _averages(question, ramped, one_count=True)
    return found


def _averages(
    question: Arrays,
    keep: Keep,
    *,
    one_average: bool = False,
    one_count: bool = False,
    before: bool = False,
) -> np.ndarray:
    averages, counts = [question["start"]] * 2, [0, 0]
    results = []
    for which, value in zip(question["object"], question["argument"], strict=True):
        own, count = 0 if one_average else which, 0 if one_count else which
        share = keep(counts[count], *settings(question, int(which)))
        results.append(averages[own])
        averages[own] = share * averages[own] + (1 - share) * value
        if not before:
            results[-1] = averages[own]
        counts[count] += 1
    return np.stack(results)
