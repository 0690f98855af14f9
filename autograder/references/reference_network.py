"""The reference variant of the capstone: a network and a training that full points are measured by.

Two cores train it within half an hour. Its parts were found by others; each is public, putting them
together is the exercise.

Source: Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU" (2024), made smaller: narrower
groups, fewer images a step, and the course's standardised images.
"""

import math
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from course_utils.layers import BatchNormalization
from tests.benchmarks import recipes

WIDTHS = (64, 256, 256)
NARROW = (32, 128, 128)  # for five minutes
BATCH_SIZE = 256
PATCH_NOISE = 5e-4  # few directions, none of them rare
FILTERS = 24  # of the first convolution: twelve directions of 2×2 patches, each with both signs
LEARNING_RATE = 1.465e-3  # for each image of a step
WEIGHT_DECAY = 1.33e-3
MOMENTUM = 0.85
LABEL_SMOOTHING = 0.2
BIAS_FACTOR = 64
CONVOLUTION_FACTOR = 0.08
LOGITS_DIVISOR = 9.0
EPSILON = 1.1e-5  # the smallest that TensorFlow's operation takes is 1.001e-5
CUBIC = 0.044715  # of the approximation of GELU


def network(
    images: np.ndarray, widths: tuple[int, ...] = WIDTHS, dtype: str = "float32"
) -> keras.Model:
    """Build the network.

    Args:
        images: Standardised float32 training images ``(number, 32, 32, 3)``, whose patches the
            first convolution whitens; a few thousand will do.
        widths: Filters of the three groups.
        dtype: Of the groups. ``"mixed_bfloat16"`` computes in 16 bits and keeps the weights in 32:
            faster where the processor multiplies such numbers, slower elsewhere.

    Returns:
        A model from ``(batch, 32, 32, 3)`` to logits ``(batch, 10)``. The filters of its first
        convolution are not trained, their biases are.
    """
    inputs = keras.Input(images.shape[1:])
    # In 32 bits: whitening divides by small numbers, and would divide rounding errors by them too.
    whitening = layers.Conv2D(
        FILTERS, 2, use_bias=False, trainable=False, dtype="float32", name="whitening"
    )
    x = whitening(inputs)
    whitening.kernel.assign(
        recipes.whitening_filters(images, 2, images.shape[-1], FILTERS, PATCH_NOISE)
    )
    x = layers.Activation(gelu, dtype=dtype)(Bias(dtype="float32", name="whitening_bias")(x))
    for group, width in enumerate(widths, start=1):
        # Pooling before normalisation and GELU saves three quarters of their work.
        x = _convolution(x, width, f"group{group}_1", dtype)
        x = _normalized(layers.MaxPooling2D(2, dtype=dtype)(x), f"group{group}_1", dtype)
        x = _convolution(x, width, f"group{group}_2", dtype)
        x = _normalized(x, f"group{group}_2", dtype)
    x = layers.Flatten(dtype=dtype)(layers.MaxPooling2D(3, dtype=dtype)(x))
    linear = layers.Dense(
        10, use_bias=False, kernel_initializer=_uniform, dtype="float32", name="linear"
    )
    logits = layers.Rescaling(1 / LOGITS_DIVISOR, dtype="float32")(linear(x))
    return keras.Model(inputs, logits, name="capstone")


def optimizer(steps: int, batch_size: int) -> recipes.NesterovSGD:
    """Return the optimiser of a training of so many steps."""
    return recipes.NesterovSGD(_schedule(steps, batch_size), MOMENTUM, WEIGHT_DECAY, BIAS_FACTOR)


def muon(steps: int, batch_size: int) -> recipes.Muon:
    """Return an optimiser that reaches more in as many steps; no cut-off rests on it."""
    return recipes.Muon(
        _schedule(steps, batch_size),
        MOMENTUM,
        WEIGHT_DECAY,
        BIAS_FACTOR,
        convolution_factor=CONVOLUTION_FACTOR,
    )


def _schedule(steps: int, batch_size: int) -> recipes.Triangle:
    return recipes.Triangle(LEARNING_RATE * batch_size, steps, warm_up=0.23)


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
    """A layer that adds a learnt number to each channel."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the numbers, which start at 0."""
        # Two axes, so that they learn at the kernels' rate: at that of biases, 64 times as high,
        # the first layer's outputs leave the range that the others have learnt from.
        shape = (1, input_shape[-1])
        self.bias = self.add_weight(shape=shape, initializer="zeros", name="bias")

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Add the numbers to the channels."""
        return inputs + self.bias


@keras.saving.register_keras_serializable(package="autograder")
class Convolution(layers.Conv2D):
    """A 3×3 convolution that is fast on small maps in 16 bits."""

    def convolution_op(self, inputs: tf.Tensor, kernel: keras.Variable) -> tf.Tensor:
        """Convolve the inputs with the kernel."""
        return _convolved(inputs, tf.convert_to_tensor(kernel))


Gradients = Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]


# oneDNN's own gradient of the filters takes, in 16 bits, 88 ms for 256 maps of 7×7×256 and 33 of
# 3×3×256; nine matrix products take 27 and 8, and a step of the network 283 instead of 423. In 32
# bits they take the same, on larger maps they take longer.
@tf.custom_gradient
def _convolved(maps: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Gradients]:
    def gradients(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        height, width, channels = maps.shape[1:]
        padded = tf.pad(maps, [[0, 0], [1, 1], [1, 1], [0, 0]])
        each = tf.reshape(upstream, [-1, upstream.shape[-1]])
        of_kernel = [
            tf.matmul(
                tf.reshape(padded[:, row : row + height, column : column + width], [-1, channels]),
                each,
                transpose_a=True,
            )
            for row in range(3)
            for column in range(3)
        ]
        of_maps = tf.nn.conv2d_transpose(upstream, kernel, tf.shape(maps), 1, "SAME")
        return of_maps, tf.reshape(tf.stack(of_kernel), kernel.shape)

    return tf.nn.conv2d(maps, kernel, 1, "SAME"), gradients


# XLA makes one pass over memory of each, in 32 bits: 12 ms instead of 44 for the largest layer of a
# batch, values and gradients, and a fifth of a step.
@tf.function(jit_compile=True)
def _gelu(x: tf.Tensor) -> tf.Tensor:
    wide = tf.cast(x, tf.float32)
    return tf.cast(wide * (1 + _curve(wide)) / 2, x.dtype)


@tf.function(jit_compile=True)
def _gelu_gradient(x: tf.Tensor, upstream: tf.Tensor) -> tf.Tensor:
    wide = tf.cast(x, tf.float32)
    curve = _curve(wide)
    inner = math.sqrt(2 / math.pi) * (1 + 3 * CUBIC * wide**2)
    slope = (1 + curve + wide * (1 - curve**2) * inner) / 2
    return tf.cast(slope * tf.cast(upstream, tf.float32), x.dtype)


def _curve(x: tf.Tensor) -> tf.Tensor:
    return tf.tanh(math.sqrt(2 / math.pi) * (x + CUBIC * x**3))


@keras.saving.register_keras_serializable(package="autograder")
@tf.custom_gradient
def gelu(x: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
    """Return GELU by its usual approximation with tanh, and its gradient."""
    return _gelu(x), lambda upstream: _gelu_gradient(x, upstream)


def _convolution(x: keras.KerasTensor, width: int, name: str, dtype: str) -> keras.KerasTensor:
    kind = Convolution if x.shape[1] < 8 else layers.Conv2D
    return kind(
        width,
        3,
        padding="same",
        use_bias=False,
        kernel_initializer=_identity,
        dtype=dtype,
        name=f"{name}_conv",
    )(x)


def _normalized(x: keras.KerasTensor, name: str, dtype: str) -> keras.KerasTensor:
    # Statistics of five steps: the original's of two or three are too noisy with so few images.
    x = BatchNormalization(
        momentum=0.8, epsilon=EPSILON, scale=False, dtype=dtype, name=f"{name}_norm"
    )(x)
    return layers.Activation(gelu, dtype=dtype)(x)


def _uniform(shape: tuple[int, ...], dtype: str | None = None) -> object:
    bound = 1 / math.sqrt(math.prod(shape[:-1]))
    return keras.random.uniform(shape, -bound, bound, dtype)


def _identity(shape: tuple[int, ...], dtype: str | None = None) -> object:
    """Return filters of which the first pass their channel on unchanged; the others are drawn."""
    kernel = keras.ops.convert_to_numpy(_uniform(shape, dtype)).copy()
    handed_on = min(shape[2:])
    kernel[..., :handed_on] = 0
    kernel[shape[0] // 2, shape[1] // 2, range(handed_on), range(handed_on)] = 1
    return keras.ops.convert_to_tensor(kernel, dtype)
