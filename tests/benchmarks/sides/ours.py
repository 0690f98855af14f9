"""The course's training loop: `distorted_inputs`, its LRN, its step, averages of the weights."""

import tempfile
from pathlib import Path

from course_utils import environment
from tests.benchmarks.sides import BATCH_SIZE, EXAMPLES, images_and_labels, serve


def main() -> None:
    """Set up what `training.fit` sets up, make the first step, and serve."""
    environment.start_tensorflow()
    import keras

    from course_utils import cifar10, cifar10_input, training
    from course_utils.cifar10 import MovingAverages
    from course_utils.runs import Run
    from course_utils.training import Session, steps_of
    from course_utils.training.steps import make_step

    training.seed_everything(0)
    model = cifar10.inference()
    optimizer = keras.optimizers.SGD(cifar10.learning_rate_schedule(BATCH_SIZE))
    optimizer.build(model.trainable_variables)
    averages = MovingAverages(model.trainable_variables)
    stream = iter(cifar10_input.distorted_inputs(*images_and_labels(), BATCH_SIZE, seed=0))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), "noise", "", EXAMPLES, batch_size=BATCH_SIZE, seed=0)
        session = Session(run, model, optimizer, averages)
        loop = steps_of(session, make_step(model, optimizer, averages), stream, 10**9, None, None)
        next(loop)

        def step() -> int:
            next(loop)
            return BATCH_SIZE

        serve(step)


if __name__ == "__main__":
    main()
