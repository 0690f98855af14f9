"""What is right in ``03_inputs``."""

import numpy as np
from course_utils.checks import queue_lengths, queues, sequences

from course_utils.exchange import Arrays


def decode_records(question: Arrays) -> Arrays:
    """Return the images (N, 32, 32, 3) of records, and their fine labels (N,)."""
    records = question["records"]
    images = np.empty((len(records), 32, 32, 3), np.uint8)
    for channel in range(3):
        start = 2 + 1_024 * channel
        images[..., channel] = records[:, start : start + 1_024].reshape(-1, 32, 32)
    return {"images": images, "labels": records[:, 1].astype(np.int64)}


def standardize(question: Arrays) -> Arrays:
    """Return each image of the question, less its mean and divided by its floored deviation."""
    standardized = {}
    for name, image in question.items():
        values = image.astype(np.float64)
        deviation = np.sqrt(((values - values.mean()) ** 2).mean())
        standardized[name] = (values - values.mean()) / max(deviation, values.size**-0.5)
    return standardized


def shuffle_queue(question: Arrays) -> Arrays:
    """Return what leaves each queue at each call."""
    capacity = question["capacity"].item()
    held: dict[int, dict[int, int]] = {}
    results = []
    for which, (item, place) in zip(question["object"], question["argument"], strict=True):
        items = held.setdefault(int(which), {})
        full = len(items) == capacity
        results.append(items[int(place)] if full else queues.NOTHING)
        items[int(place) if full else len(items)] = int(item)
    return sequences.replayed(results)


ShuffleQueue = shuffle_queue


def shorter_queue(question: Arrays) -> Arrays:
    """Return the records before the first batch and the decay steps, for each call."""
    expected = {}
    for setting in range(queue_lengths.SETTINGS):
        examples, fraction, batch, times = (
            question[queue_lengths.argument(setting, name)].item()
            for name in queue_lengths.ARGUMENTS
        )
        quarters = round(4 * fraction)  # in whole numbers, where nothing is rounded on the way
        expected[f"{queue_lengths.RECORDS} {setting}"] = np.array(
            examples * quarters // (4 * times) + batch
        )
        expected[f"{queue_lengths.DECAY} {setting}"] = np.array(examples * 350 // batch)
    return expected
