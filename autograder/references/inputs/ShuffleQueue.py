"""Right answers to ``ShuffleQueue``: what leaves each queue at each call."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.inputs import ShuffleQueue as queues
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return what leaves each queue at each call, also where queues share items or capacity."""
    shared = _leaving(question, np.zeros_like(question["object"]))
    one_capacity = {**question, "capacity": question[queues.LAST]}
    return {
        **sequences.replayed(_leaving(question, question["object"])),
        PREFIX + "shared": np.array(shared),
        PREFIX + "shared capacity": np.array(_leaving(one_capacity, question["object"])),
    }


def _leaving(question: Arrays, queue: np.ndarray) -> list[int]:
    """Return what each call gives back, from the items of the queue that it goes to."""
    held: dict[int, dict[int, int]] = {}
    results = []
    calls = zip(queue, question["object"], question["argument"], strict=True)
    for which, own, (item, place) in calls:
        items = held.setdefault(int(which), {})
        full = len(items) == queues.capacity_of(question, int(own))
        results.append(items[int(place)] if full else queues.NOTHING)
        items[int(place) if full else len(items)] = int(item)
    return results
