"""A locally connected layer: a convolution whose kernel is another one at each position."""

from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

Pair = int | Sequence[int]
Named = str | Callable | None


@keras.saving.register_keras_serializable(package="course_utils")
class LocallyConnected2D(keras.layers.Layer):
    """Looks through a window at each position of an image, with weights of that position alone.

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
        """Makes a kernel and, if asked for, a bias for each position."""
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
        """Draws all kernels at once: a Keras initialiser gives the same numbers at each call."""
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
        """Returns the activations, (N, rows, columns, filters), in the dtype of ``inputs``."""
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
        """Returns ``(batch, rows, columns, filters)``."""
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
        ]
        if min(sides) < 1:
            raise ValueError(
                f"A window of {self.kernel_size} does not fit into images of {input_shape[1:3]}. "
                "Make it smaller, or pad: padding='same'."
            )
        return (input_shape[0], *sides, self.filters)

    def get_config(self) -> dict[str, object]:
        """Returns what rebuilds this layer when a model is saved and loaded."""
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
