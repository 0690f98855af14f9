"""What the machine can do: float32 matrix products, in images of the tutorial network a second.

Training on one image takes 52,647,552 multiply-adds (no gradient goes into conv1's input).
"""

import sys

import numpy as np

from course_utils import environment
from tests.benchmarks.sides import serve

OPERATIONS = 2 * 52_647_552  # of training on one image
SIZE = 4096


def main(library: str) -> None:
    """Multiply matrices with one library."""
    rng = np.random.default_rng(0)
    a, b = (rng.random((SIZE, SIZE), np.float32) for _ in range(2))
    if library == "tensorflow":
        environment.start_tensorflow()
        import tensorflow as tf

        a, b = tf.constant(a), tf.constant(b)

        def product() -> object:
            return tf.linalg.matmul(a, b)[0, 0].numpy()
    else:

        def product() -> object:
            return (a @ b)[0, 0]

    def step() -> float:
        product()
        return 2 * SIZE**3 / OPERATIONS

    step()
    serve(step)


if __name__ == "__main__":
    main(sys.argv[1])
