"""The tasks of ``03_inputs``: records, two distortions, standardisation and the shuffle queue."""

from course_utils.checks.contrasts import random_gray_contrast
from course_utils.checks.queue_lengths import shorter_queue
from course_utils.checks.queues import ShuffleQueue
from course_utils.checks.records import decode_records
from course_utils.checks.standardization import standardize
from course_utils.checks.windows import random_window

__all__ = [
    "TASKS",
    "ShuffleQueue",
    "decode_records",
    "random_gray_contrast",
    "random_window",
    "shorter_queue",
    "standardize",
]

TASKS = (
    decode_records,
    random_window,
    random_gray_contrast,
    standardize,
    ShuffleQueue,
    shorter_queue,
)
