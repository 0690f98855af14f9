"""The layers that Keras does not have, or has slower ones of, at least on a CPU."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

Pair = int | Sequence[int]
Named = str | Callable[..., Any] | None


@keras.saving.register_keras_serializable(package="course_utils")
class LocalResponseNormalization(keras.layers.Layer):
    """A layer that divides each activation by a measure of its neighbours along the channels.

    ``y[c] = x[c] / (bias + alpha * sum(x[c - depth_radius : c + depth_radius + 1]²)) ** beta``,
    where the window ends at the first and at the last channel. It has no weights. Values and
    gradients are those of ``tf.nn.local_response_normalization``; the defaults are the tutorial's.

    Input and output: floating-point images of shape ``(batch, height, width, channels)``, with a
    known number of channels. float16 is normalised in float32 and cast back. So is bfloat16, but
    for its sums over neighbours: their error of at most 1 % changes a result by less than that.

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
        """Compute which channels are neighbours: ``band[i, j]`` is alpha where they are."""
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
        """Return the normalised activations, in the shape and dtype of ``inputs``."""
        if inputs.dtype == tf.bfloat16:
            return self._normalize_narrow(inputs)
        activations = tf.cast(inputs, tf.float32) if inputs.dtype == tf.float16 else inputs
        band = tf.constant(self.band, activations.dtype)
        return tf.cast(self._normalize(activations, band), inputs.dtype)

    def _normalize(self, activations: tf.Tensor, band: tf.Tensor) -> tf.Tensor:
        # The stock operation's gradient is slow on CPUs: forward and backward take 33.7 ms for a
        # (128, 12, 12, 64) batch on two cores, this matrix product with a band matrix 7.7 ms.
        @tf.custom_gradient
        def normalize(x: tf.Tensor) -> tuple[tf.Tensor, object]:
            scale = self.bias + tf.tensordot(x * x, band, axes=1)
            power = _power(scale, self.beta)
            y = x * power

            def gradient(dy: tf.Tensor) -> tf.Tensor:
                # dy[i]/dx[j] = power[i] (i = j)  -  2 beta x[j] band[i, j] y[i] / scale[i]
                shared = tf.tensordot(dy * y / scale, band, axes=1)
                return dy * power - (2.0 * self.beta) * x * shared

            return y, gradient

        return normalize(activations)

    def _normalize_narrow(self, activations: tf.Tensor) -> tf.Tensor:
        # Only the two products are made in bfloat16. XLA computes what is between them in float32
        # and in one pass over memory each, casts included: a step of the tutorial's network takes
        # 125 ms instead of 147, on two busy cores. With products in float32 it gains nothing.
        neighbours = tf.constant(self.band > 0, tf.bfloat16)
        parameters = self.bias, self.alpha, self.beta

        @tf.custom_gradient
        def normalize(x: tf.Tensor) -> tuple[tf.Tensor, object]:
            sums = tf.tensordot(x * x, neighbours, axes=1)

            def gradient(dy: tf.Tensor) -> tf.Tensor:
                shared = tf.tensordot(_shares(dy, x, sums, *parameters), neighbours, axes=1)
                return _gradient(dy, x, sums, shared, *parameters)

            return _divided(x, sums, *parameters), gradient

        return normalize(activations)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the input's shape: normalisation changes values only."""
        return input_shape

    def get_config(self) -> dict[str, object]:
        """Return the configuration that rebuilds this layer when a saved model is loaded."""
        return super().get_config() | {
            "depth_radius": self.depth_radius,
            "bias": self.bias,
            "alpha": self.alpha,
            "beta": self.beta,
        }


def _power(scale: tf.Tensor, beta: float) -> tf.Tensor:
    """Compute scale ** -beta, for the tutorial's beta from square roots, which is faster."""
    if beta == 0.75:
        root = tf.math.rsqrt(scale)
        return root * tf.sqrt(root)
    return scale**-beta


_in_one_pass = tf.function(autograph=False, jit_compile=True)


@_in_one_pass
def _divided(x: tf.Tensor, sums: tf.Tensor, bias: float, alpha: float, beta: float) -> tf.Tensor:
    scale = bias + alpha * tf.cast(sums, tf.float32)
    return tf.cast(tf.cast(x, tf.float32) * _power(scale, beta), x.dtype)


@_in_one_pass
def _shares(
    dy: tf.Tensor, x: tf.Tensor, sums: tf.Tensor, bias: float, alpha: float, beta: float
) -> tf.Tensor:
    scale = bias + alpha * tf.cast(sums, tf.float32)
    y = tf.cast(x, tf.float32) * _power(scale, beta)
    return tf.cast(tf.cast(dy, tf.float32) * y / scale, dy.dtype)


@_in_one_pass
def _gradient(
    dy: tf.Tensor,
    x: tf.Tensor,
    sums: tf.Tensor,
    shared: tf.Tensor,
    bias: float,
    alpha: float,
    beta: float,
) -> tf.Tensor:
    dy, x, sums, shared = (tf.cast(one, tf.float32) for one in (dy, x, sums, shared))
    own = dy * _power(bias + alpha * sums, beta)
    return tf.cast(own - (2.0 * beta * alpha) * x * shared, tf.bfloat16)


@keras.saving.register_keras_serializable(package="course_utils")
class WeightDecay(keras.regularizers.Regularizer):
    """Add ``wd * sum(w²) / 2`` to the loss, as the tutorial's weight decay does.

    Keras' ``L2(wd / 2)`` is the same sum. There it takes six passes over the weights and their
    gradient, here two: a step of the tutorial's network took 3 to 7 % longer with Keras' own.

    Args:
        wd: at least 0.
    """

    def __init__(self, wd: float) -> None:
        self.wd = float(wd)

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Return the decay of the weights ``x``, a scalar of their dtype."""
        return self.wd * tf.nn.l2_loss(tf.convert_to_tensor(x))

    def get_config(self) -> dict[str, float]:
        """Return what rebuilds the regulariser."""
        return {"wd": self.wd}


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
        """Normalise a batch by its own statistics while training, otherwise by the moving ones.

        Args:
            inputs: ``(batch, height, width, channels)``, or whatever Keras' layer takes.
            training: whether to use and to follow the batch's statistics.
            mask: as Keras' layer takes it.

        Returns:
            The same shape.
        """
        fits = inputs.dtype in ("float32", "bfloat16") and len(inputs.shape) == 4
        plain = self.axis in (-1, 3) and not (getattr(self, "renorm", False) or self.synchronized)
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


@keras.saving.register_keras_serializable(package="course_utils")
class LocallyConnected2D(keras.layers.Layer):
    """A convolution without shared weights: each position of an image has weights of its own.

    ``y[i, j, f] = activation(bias[i, j, f] + sum(window(i, j) * kernel[i, j, :, :, :, f]))``, where
    ``window(i, j)`` is what a convolution of the same size, stride and padding sees there. Keras 2
    had this layer; Keras 3 does not.

    Input: floating-point images of shape ``(batch, height, width, channels)``, all but the batch
    known. Output: ``(batch, rows, columns, filters)``. Variables: ``kernel`` of shape ``(rows,
    columns, height of a window, width of a window, channels, filters)`` and ``bias`` of shape
    ``(rows, columns, filters)``.

    Source: the layer "local3" of Krizhevsky's cuda-convnet, whose weights are not shared.

    Args:
        filters: how many numbers to compute at each position, at least 1.
        kernel_size: height and width of the window in pixels, or one number for both.
        strides: how far apart windows are, in pixels.
        padding: ``"valid"`` or ``"same"``, as in a convolution.
        activation: what is applied to the sums, as in any Keras layer.
        use_bias: whether to add a bias.
        kernel_initializer: how kernels start. An initialiser that looks at the shape, like
            Glorot's, sees the kernel of one position, ``(height, width, channels, filters)``.
        bias_initializer: how biases start.
        kernel_regularizer: what the kernel adds to the loss.
        bias_regularizer: what the biases add to the loss.
        **kwargs: what every Keras layer takes, such as ``name`` and ``dtype``.

    Raises:
        ValueError: a size is below 1, the padding is unknown, the input's shape is not known or not
            four-dimensional, or no window fits into the image.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Pair,
        strides: Pair = 1,
        padding: str = "valid",
        activation: Named = None,
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        bias_regularizer: Named = None,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        self.filters = int(filters)
        self.kernel_size = _pair(kernel_size, "kernel_size")
        self.strides = _pair(strides, "strides")
        self.padding = str(padding).lower()
        if self.filters < 1:
            raise ValueError(f"filters must be at least 1, not {filters}.")
        if self.padding not in ("valid", "same"):
            raise ValueError(f"padding must be 'valid' or 'same', not '{padding}'.")
        self.activation = keras.activations.get(activation)
        self.use_bias = bool(use_bias)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create a kernel and, if asked for, a bias for each position."""
        rows, columns = self.compute_output_shape(input_shape)[1:3]
        window = (*self.kernel_size, input_shape[-1], self.filters)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(rows, columns, *window),
            initializer=self._start_each_position,
            regularizer=self.kernel_regularizer,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(rows, columns, self.filters),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
            )
        super().build(input_shape)

    def _start_each_position(self, shape: Sequence[int], dtype: object = None) -> tf.Tensor:
        """Draw all kernels at once: a Keras initialiser gives the same numbers at each call."""
        rows, columns, height, width, channels, filters = shape
        start, places = self.kernel_initializer, rows * columns
        if not isinstance(start, keras.initializers.VarianceScaling):
            return start(shape, dtype)
        # Its variance is 1 / fan, which must be that of one window. Drawn as places * filters
        # filters of one window, the fan-in is right, and the fan-out too large by known factors.
        drawn = start((height, width, channels, places * filters), dtype)
        factor = {"fan_in": 1, "fan_out": places}.get(
            start.mode, (channels + places * filters) / (channels + filters)
        )
        drawn = tf.reshape(drawn, (height, width, channels, rows, columns, filters))
        return tf.transpose(drawn, (3, 4, 0, 1, 2, 5)) * factor**0.5

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the activations, (N, rows, columns, filters), in the dtype of ``inputs``."""
        rows, columns, height, width, channels, filters = self.kernel.shape
        patches = tf.image.extract_patches(
            inputs,
            sizes=(1, height, width, 1),
            strides=(1, *self.strides, 1),
            rates=(1, 1, 1, 1),
            padding=self.padding.upper(),
        )
        # A patch lists row, column, channel of its window in this order, as the kernel does.
        kernel = tf.reshape(self.kernel, (rows, columns, height * width * channels, filters))
        outputs = tf.einsum("nrcp,rcpf->nrcf", patches, tf.cast(kernel, patches.dtype))
        if self.bias is not None:
            outputs += tf.cast(self.bias, outputs.dtype)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return ``(batch, rows, columns, filters)``."""
        if len(input_shape) != 4 or None in tuple(input_shape)[1:]:
            raise ValueError(
                "LocallyConnected2D takes images of shape (batch, height, width, channels) of "
                "known size, since each position has weights of its own, but got the shape "
                f"{tuple(input_shape)}."
            )
        valid = self.padding == "valid"
        sides = [
            (side - (size - 1 if valid else 0) + stride - 1) // stride
            for side, size, stride in zip(
                input_shape[1:3], self.kernel_size, self.strides, strict=True
            )
            if side is not None
        ]
        if min(sides) < 1:
            raise ValueError(
                f"A window of {self.kernel_size} does not fit into images of {input_shape[1:3]}. "
                "Make it smaller, or pad: padding='same'."
            )
        return (input_shape[0], *sides, self.filters)

    def get_config(self) -> dict[str, object]:
        """Return the configuration that rebuilds this layer when a saved model is loaded."""
        return super().get_config() | {
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
            "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": keras.regularizers.serialize(self.bias_regularizer),
        }


def _pair(value: Pair, name: str) -> tuple[int, int]:
    pair = (value, value) if isinstance(value, int) else tuple(int(one) for one in value)
    if len(pair) != 2 or min(pair) < 1:
        raise ValueError(f"{name} must be one or two whole numbers from 1 on, not {value}.")
    return pair
