"""The layers that Keras does not have, or has slower ones of, at least on a CPU."""

import keras
import numpy as np
import tensorflow as tf

from course_utils.locally_connected import LocallyConnected2D

__all__ = ["BatchNormalization", "LocalResponseNormalization", "LocallyConnected2D"]


@keras.saving.register_keras_serializable(package="course_utils")
class LocalResponseNormalization(keras.layers.Layer):
    """Divides each activation by a measure of its neighbours in the channel direction.

    ``y[c] = x[c] / (bias + alpha * sum(x[c - depth_radius : c + depth_radius + 1]²)) ** beta``,
    where the window ends at the first and at the last channel. It has no weights. Values and
    gradients are those of ``tf.nn.local_response_normalization``; the defaults are the tutorial's.

    Input and output: floating-point images of shape ``(batch, height, width, channels)``, with a
    known number of channels. float16 and bfloat16 are normalised in float32 and cast back.

    Source: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional
    Neural Networks" (2012), section 3.3.

    Args:
        depth_radius: how many channels on each side count as neighbours, at least 0.
        bias: what the sum of squares is added to, above 0.
        alpha: the weight of the sum of squares, at least 0.
        beta: the exponent.
        **kwargs: what every Keras layer takes, such as ``name`` and ``dtype``.

    Raises:
        ValueError: if a parameter is out of its range, or the input is not four-dimensional or
            does not say how many channels it has.
    """

    def __init__(
        self,
        depth_radius: int = 4,
        bias: float = 1.0,
        alpha: float = 0.001 / 9.0,
        beta: float = 0.75,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        if int(depth_radius) != depth_radius or depth_radius < 0:
            raise ValueError(f"depth_radius must be a whole number from 0 on, not {depth_radius}.")
        if not bias > 0:
            raise ValueError(f"bias must be above 0, or silent channels divide by 0; it is {bias}.")
        if alpha < 0:
            raise ValueError(f"alpha must not be negative; it is {alpha}.")
        self.depth_radius = int(depth_radius)
        self.bias = float(bias)
        self.alpha = float(alpha)
        self.beta = float(beta)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Lays out which channels are neighbours: ``band[i, j]`` is alpha where they are."""
        if len(input_shape) != 4 or input_shape[-1] is None:
            raise ValueError(
                "LocalResponseNormalization takes images of shape (batch, height, width, channels) "
                f"with a known number of channels, but got the shape {tuple(input_shape)}."
            )
        channel = np.arange(input_shape[-1])
        neighbours = np.abs(channel[:, None] - channel[None, :]) <= self.depth_radius
        self.band = self.alpha * neighbours.astype(np.float64)
        super().build(input_shape)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Returns the normalised activations, in the shape and dtype of ``inputs``."""
        narrow = inputs.dtype in (tf.float16, tf.bfloat16)
        activations = tf.cast(inputs, tf.float32) if narrow else inputs
        band = tf.constant(self.band, activations.dtype)
        return tf.cast(self._normalize(activations, band), inputs.dtype)

    def _normalize(self, activations: tf.Tensor, band: tf.Tensor) -> tf.Tensor:
        # The stock operation's gradient is slow on CPUs: forward and backward take 33.7 ms for a
        # (128, 12, 12, 64) batch on two cores, this matrix product with a band matrix 7.7 ms.
        @tf.custom_gradient
        def normalize(x: tf.Tensor) -> tuple[tf.Tensor, object]:
            scale = self.bias + tf.tensordot(x * x, band, axes=1)
            power = self._power(scale)
            y = x * power

            def gradient(dy: tf.Tensor) -> tf.Tensor:
                # dy[i]/dx[j] = power[i] (i = j)  -  2 beta x[j] band[i, j] y[i] / scale[i]
                shared = tf.tensordot(dy * y / scale, band, axes=1)
                return dy * power - (2.0 * self.beta) * x * shared

            return y, gradient

        return normalize(activations)

    def _power(self, scale: tf.Tensor) -> tf.Tensor:
        """Returns scale ** -beta; for the tutorial's beta from square roots, which is faster."""
        if self.beta == 0.75:
            root = tf.math.rsqrt(scale)
            return root * tf.sqrt(root)
        return scale**-self.beta

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Returns the input's shape: normalisation changes values only."""
        return input_shape

    def get_config(self) -> dict[str, object]:
        """Returns what rebuilds this layer when a model is saved and loaded."""
        return super().get_config() | {
            "depth_radius": self.depth_radius,
            "bias": self.bias,
            "alpha": self.alpha,
            "beta": self.beta,
        }


@keras.saving.register_keras_serializable(package="course_utils")
class BatchNormalization(keras.layers.BatchNormalization):
    """Keras' layer of this name, with values and gradients from one operation of TensorFlow.

    Keras computes means, variances and normalised images one after another. On two cores, values
    and gradients of a batch took two to three times as long that way.

    The operation takes ``(batch, height, width, channels)``; everything else goes Keras' way. Its
    moving variances are those of a sample, ``n / (n - 1)`` times as large as Keras' for ``n``
    numbers a channel, and it adds at least 1.001e-5 to a variance.
    """

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Normalises a batch, by its own statistics while training and else by the moving ones.

        Args:
            inputs: ``(batch, height, width, channels)``, or whatever Keras' layer takes.
            training: whether to use and to follow the batch's statistics.
            mask: as Keras' layer takes it.

        Returns:
            The same shape.
        """
        fits = inputs.dtype in ("float32", "bfloat16") and len(inputs.shape) == 4
        plain = self.axis in (-1, 3) and not (self.renorm or self.synchronized)
        if not (fits and plain and mask is None):
            return super().call(inputs, training=training, mask=mask)
        learning = bool(training and self.trainable)
        moving = {"mean": self.moving_mean, "variance": self.moving_variance}
        ones = tf.ones_like(self.moving_mean)
        outputs, *statistics = tf.compat.v1.nn.fused_batch_norm(
            inputs,
            tf.convert_to_tensor(self.gamma) if self.scale else ones,
            tf.convert_to_tensor(self.beta) if self.center else tf.zeros_like(ones),
            **({} if learning else {key: tf.convert_to_tensor(it) for key, it in moving.items()}),
            epsilon=self.epsilon,
            is_training=learning,
        )
        if learning:
            for kept, new in zip(moving.values(), statistics, strict=True):
                kept.assign(kept * self.momentum + new * (1 - self.momentum))
        return outputs
