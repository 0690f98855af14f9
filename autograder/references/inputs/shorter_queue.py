"""Right answers to ``shorter_queue``: records before the first batch, and decay steps."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.inputs import shorter_queue as queue_lengths


def expected(question: Arrays) -> Arrays:
    """Return the records before the first batch and the decay steps, for each call."""
    answers = {}
    for setting in range(queue_lengths.SETTINGS):
        examples, fraction, batch, times = (
            question[queue_lengths.argument(setting, name)].item()
            for name in queue_lengths.ARGUMENTS
        )
        quarters = round(4 * fraction)  # in whole numbers, where nothing is rounded on the way
        answers[f"{queue_lengths.RECORDS} {setting}"] = np.array(
            examples * quarters // (4 * times) + batch
        )
        answers[f"{queue_lengths.DECAY} {setting}"] = np.array(examples * 350 // batch)
    return answers
