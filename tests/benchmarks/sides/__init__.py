"""The programs whose speeds are compared: each is a process that trains for as long as it is told.

A side reads seconds from its standard input, a line for each measurement, and answers each with a
line of JSON. It waits between them, so the sides can take turns on a machine whose speed drifts.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

BATCH_SIZE = 128
EXAMPLES = 50_000


def serve(step: Callable[[], int]) -> None:
    """Answer measurements until the input ends.

    Args:
        step: Does one unit of work and returns how many images (or operations) that was. It must
            have run before: a first step is not measured.
    """
    say({"ready": True})
    for line in sys.stdin:
        seconds = float(line)
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            done += step()
        rate = done / (time.perf_counter() - began)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say({"rate": rate, "peak_mb": round(peak)})


def say(message: dict) -> None:
    """Print one line for the process that asked."""
    print(json.dumps(message), flush=True)


def images_and_labels() -> tuple:
    """As many images as CIFAR-10 has for training: noise, for speed does not depend on them."""
    import numpy as np

    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (EXAMPLES, 32, 32, 3), np.uint8)
    return images, rng.integers(0, 10, EXAMPLES).astype(np.int32)
