"""The reference variant of the capstone: a network and a training that full points are measured by.

Two cores train it within half an hour. Its parts were found by others; each is public, putting them
together is the exercise.

Source: Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU" (2024), made smaller: narrower
groups, fewer images a step, and the course's standardised images.
"""

import math

import keras
import numpy as np
from keras import layers

from course_utils import recipes

WIDTHS = (64, 192, 256)
BATCH_SIZE = 256
FILTERS = 24  # of the first convolution: twelve directions of 2×2 patches, each with both signs
LEARNING_RATE = 1.465e-3  # for each image of a step
WEIGHT_DECAY = 1.33e-3
MOMENTUM = 0.85
LABEL_SMOOTHING = 0.2
BIAS_FACTOR = 64
LOGITS_DIVISOR = 9.0


def network(images: np.ndarray, widths: tuple[int, ...] = WIDTHS) -> keras.Model:
    """Build the network.

    Args:
        images: Standardised float32 training images ``(number, 32, 32, 3)``, whose patches the
            first convolution whitens; a few thousand will do.
        widths: Filters of the three groups.

    Returns:
        A model from ``(batch, 32, 32, 3)`` to logits ``(batch, 10)``. The filters of its first
        convolution are not trained, their biases are.
    """
    inputs = keras.Input(images.shape[1:])
    whitening = layers.Conv2D(FILTERS, 2, use_bias=False, trainable=False, name="whitening")
    x = whitening(inputs)
    whitening.kernel.assign(recipes.whitening_filters(images, 2, images.shape[-1], FILTERS))
    x = layers.ReLU()(Bias(name="whitening_bias")(x))
    for group, width in enumerate(widths, start=1):
        # Pooling before normalisation and ReLU gives the same maxima and a quarter of their work.
        x = layers.MaxPooling2D(2)(_convolution(x, width, f"group{group}_1"))
        x = layers.ReLU()(_normalization(x, f"group{group}_1"))
        x = _convolution(x, width, f"group{group}_2")
        x = layers.ReLU()(_normalization(x, f"group{group}_2"))
    x = layers.Flatten()(layers.MaxPooling2D(3)(x))
    x = layers.Dense(10, use_bias=False, kernel_initializer=_uniform, name="linear")(x)
    return keras.Model(inputs, layers.Rescaling(1 / LOGITS_DIVISOR)(x), name="capstone")


def optimizer(steps: int, batch_size: int) -> keras.Optimizer:
    """Return the optimiser of a training of so many steps."""
    schedule = recipes.Triangle(LEARNING_RATE * batch_size, steps, warm_up=0.23)
    return recipes.NesterovSGD(schedule, MOMENTUM, WEIGHT_DECAY, BIAS_FACTOR)


def distort(images: np.ndarray, rng: np.random.Generator, pixels: int = 2) -> np.ndarray:
    """Move each image by a few pixels on each axis, reflecting its edge, and mirror half.

    Args:
        images: uint8 ``(number, height, width, channels)``.
        rng: Where the draws come from.
        pixels: How far an image may move in each direction.

    Returns:
        The same shape.
    """
    height, width = images.shape[1:3]
    padded = np.pad(images, ((0, 0), (pixels,) * 2, (pixels,) * 2, (0, 0)), "reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(1, 2))
    top, left = rng.integers(0, 2 * pixels + 1, (2, len(images)))
    moved = windows[np.arange(len(images)), top, left].transpose(0, 2, 3, 1)
    mirrored = rng.random(len(images)) < 0.5
    return np.where(mirrored[:, None, None, None], moved[:, :, ::-1], moved)


@keras.saving.register_keras_serializable(package="autograder")
class Bias(layers.Layer):
    """Adds a learnt number to each channel."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the numbers; they start at 0."""
        self.bias = self.add_weight(shape=(input_shape[-1],), initializer="zeros", name="bias")

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Add them."""
        return inputs + self.bias


def _convolution(x: keras.KerasTensor, width: int, name: str) -> keras.KerasTensor:
    return layers.Conv2D(
        width, 3, padding="same", use_bias=False, kernel_initializer=_identity, name=f"{name}_conv"
    )(x)


def _normalization(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    # Statistics of ten steps: the original's of two or three are too noisy with so few images.
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, scale=False, name=f"{name}_norm")(
        x
    )


def _uniform(shape: tuple[int, ...], dtype: str | None = None) -> object:
    bound = 1 / math.sqrt(math.prod(shape[:-1]))
    return keras.random.uniform(shape, -bound, bound, dtype)


def _identity(shape: tuple[int, ...], dtype: str | None = None) -> object:
    """The first filters hand their channel on unchanged; the others are drawn."""
    kernel = keras.ops.convert_to_numpy(_uniform(shape, dtype)).copy()
    handed_on = min(shape[2:])
    kernel[..., :handed_on] = 0
    kernel[shape[0] // 2, shape[1] // 2, range(handed_on), range(handed_on)] = 1
    return keras.ops.convert_to_tensor(kernel, dtype)
