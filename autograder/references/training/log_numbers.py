"""Right answers to ``log_numbers``: three columns of the log, and those of mistakes."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.training.log_numbers import LOGS, PARTS


def expected(question: Arrays) -> Arrays:
    """Return the three columns of each log, and those of foreseen mistakes in the first one."""
    found: Arrays = {}
    for log in LOGS:
        own = {name: question[f"{name}{log}"] for name in ("losses", "clock", "every")}
        columns = _columns(own["losses"], own["clock"], question["batch size"], own["every"])
        found |= {f"{part}{log}": one for part, one in zip(PARTS, columns, strict=True)}
    losses, clock = question["losses"], question["clock"]
    batch, every = int(question["batch size"]), int(question["every"])
    ends = np.arange(every, len(clock), every)
    each = np.diff(clock)
    means = (batch / each).reshape(-1, every).mean(axis=1)
    average = _smoothed(losses, losses[0])
    of_lines = losses[ends - 1]
    blocks = losses.reshape(-1, every)
    given = {
        "from the start": batch * ends / (clock[ends] - clock[0]),
        "from the start, seconds": (clock[ends] - clock[0]) / ends,
        "last step": batch / each[ends - 1],
        "last step, seconds": each[ends - 1],
        "mean of speeds": means,
        "from zero": _smoothed(losses, 0.0)[ends - 1],
        "exchanged": _smoothed(losses, losses[0], keep=0.1)[ends - 1],
        "of lines": _smoothed(of_lines, of_lines[0]),
        "of lines, from the first": _smoothed(of_lines, losses[0]),
        "anew": np.array([_smoothed(block, block[0])[-1] for block in blocks]),
        "raw": of_lines,
        "block means": blocks.mean(axis=1),
        "line's first step": average[ends - every],
    }
    return found | {PREFIX + name: values for name, values in given.items()}


def _columns(
    losses: np.ndarray, clock: np.ndarray, batch: np.ndarray, every: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images a second, seconds a batch and the averaged loss, one for each line."""
    ends = np.arange(int(every), len(clock), int(every))
    took = clock[ends] - clock[ends - int(every)]
    return batch * every / took, took / every, _smoothed(losses, losses[0])[ends - 1]


def _smoothed(losses: np.ndarray, start: float, keep: float = 0.9) -> np.ndarray:
    found = [start]
    for loss in losses:
        found.append(keep * found[-1] + (1 - keep) * loss)
    return np.array(found[1:])
