"""The course's training loop: `distorted_inputs`, its LRN, its step, averages of the weights.

With the argument ``bfloat16`` the layers compute in that; with ``checkpoint`` it measures how long
it takes to save everything instead.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils import environment
from tests.benchmarks.sides import BATCH_SIZE, EXAMPLES, images_and_labels, serve

if TYPE_CHECKING:
    from course_utils.training import Session


def main() -> None:
    """Set up what `training.fit` sets up, make the first step, and serve."""
    environment.start_tensorflow()
    import keras

    from course_utils import cifar10, cifar10_input, training
    from course_utils.cifar10 import MovingAverages
    from course_utils.runs import Run
    from course_utils.training import Session, dtypes, steps_of
    from course_utils.training.steps import make_step

    training.seed_everything(0)
    model = cifar10.inference()
    optimizer = keras.optimizers.SGD(cifar10.learning_rate_schedule(BATCH_SIZE))
    optimizer.build(model.trainable_variables)
    averages = MovingAverages(model.trainable_variables)
    stream = iter(cifar10_input.distorted_inputs(*images_and_labels(), BATCH_SIZE, seed=0))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), "noise", "", EXAMPLES, batch_size=BATCH_SIZE, seed=0)
        dtype = "bfloat16" if "bfloat16" in sys.argv else "float32"
        session = Session(run, model, optimizer, averages, dtype)
        step_function = dtypes.computing_in(dtype, make_step)(model, optimizer, averages)
        loop = steps_of(session, step_function, stream, 10**9, None, None)
        next(loop)
        if sys.argv[1:] == ["checkpoint"]:
            print(json.dumps({"seconds": statistics.median(seconds_of_saving(session, stream))}))
            return

        def step() -> int:
            next(loop)
            return BATCH_SIZE

        serve(step)


def seconds_of_saving(session: "Session", stream: Iterator) -> Iterator[float]:
    """Seconds of each of five checkpoints."""
    for _ in range(5):
        began = time.perf_counter()
        session.save(stream)
        yield time.perf_counter() - began


if __name__ == "__main__":
    main()
