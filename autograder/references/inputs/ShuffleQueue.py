"""Right answers to ``ShuffleQueue``: what leaves each queue at each call."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.inputs import ShuffleQueue as queues
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return what leaves each queue at each call, and what leaves where all queues share items."""
    shared = _leaving(question, np.zeros_like(question["object"]))
    return {
        **sequences.replayed(_leaving(question, question["object"])),
        PREFIX + "shared": np.array(shared),
    }


def _leaving(question: Arrays, queue: np.ndarray) -> list[int]:
    """Return what each call gives back, from the queue that it goes to."""
    capacity = question["capacity"].item()
    held: dict[int, dict[int, int]] = {}
    results = []
    for which, (item, place) in zip(queue, question["argument"], strict=True):
        items = held.setdefault(int(which), {})
        full = len(items) == capacity
        results.append(items[int(place)] if full else queues.NOTHING)
        items[int(place) if full else len(items)] = int(item)
    return results
