"""How to train the tutorial's network in minutes instead of hours.

The network, its loss and its 24×24 crops stay as they are. What changes is where the weights start,
how the learning rate runs, and how strongly the images are distorted:

- conv1 starts with filters that whiten patches of the training images, all others at the scale of
  He et al.; the tutorial's small initial weights lose the first epochs;
- SGD with Nesterov's momentum, and a learning rate that climbs in a straight line, then falls in
  another to zero at the last step: the falling does what averages of the weights do elsewhere;
- all kernels decay, and a tenth of each label is spread over all classes;
- crops and mirror images only: brightness is cancelled by standardisation, and strong changes of
  contrast pay in trainings of many epochs; crops move 2 pixels from the centre instead of 4, so
  that more of what is learnt is what the test sees.
"""

import functools
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from course_utils import cifar10, cifar10_input
from course_utils.training.steps import make_step

MOMENTUM = 0.9
PEAK_LEARNING_RATE = 0.05
KERNEL_DECAY = 0.002
LABEL_SMOOTHING = 0.1
WARM_UP = 0.2
"""The share of all steps in which the learning rate climbs."""
MARGIN = 2
"""How many pixels are cut off each edge before the crops are drawn."""
PATCH_NOISE = 0.01
"""Added to the patches' variances, so that rare directions are not blown up: of 5×5 patches."""


def fast_tutorial_cnn(images: np.ndarray, seed: int) -> keras.Model:
    """Build the tutorial's network with weights from which it learns quickly.

    Args:
        images: uint8 training images, ``(number, height, width, channels)``; 2,000 of them are
            looked at.
        seed: fixes the initial weights.

    Returns:
        ``cifar10.inference()`` for images of this many channels, with all biases 0, conv1
        whitened, the other kernels normal with variance 2 / inputs, and softmax_linear 0.
    """
    rng = np.random.default_rng(seed)
    model = cifar10.inference(channels=images.shape[-1])
    for layer in model.layers:
        if not layer.weights:
            continue
        shape = layer.kernel.shape
        layer.bias.assign(np.zeros(layer.bias.shape))
        layer.kernel.assign(rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape))
    model.get_layer("softmax_linear").kernel.assign(np.zeros(shape))
    first = model.get_layer("conv1")
    some = images[rng.choice(len(images), min(2000, len(images)), replace=False)]
    crops = cifar10_input.per_image_standardization(cifar10_input.center_crop(some)).numpy()
    first.kernel.assign(whitening_filters(crops, *first.kernel.shape[1:]))
    return model


def whitening_filters(
    images: np.ndarray, size: int, channels: int, filters: int, noise: float = PATCH_NOISE
) -> np.ndarray:
    """Return filters whose outputs are uncorrelated and of variance 1, each with its negative.

    They are the eigenvectors of the patches' covariance, the strongest first, each divided by the
    standard deviation along it. ReLU cuts half of each output off, so each filter comes twice, the
    second time with the other sign.

    Source: Page, "How to Train Your ResNet 8" (2019), for the whitening.

    Args:
        images: float32, ``(number, height, width, channels)``.
        size: height and width of the filters in pixels.
        channels: of the images.
        filters: how many, an even number of at most ``2 * size² * channels``.
        noise: added to the variances.

    Returns:
        ``(size, size, channels, filters)``.
    """
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, size * size * channels)
    variances, directions = np.linalg.eigh(patches.T @ patches / len(patches))
    strongest = slice(None, -filters // 2 - 1, -1)
    kernel = directions[:, strongest] / np.sqrt(variances[strongest] + noise)
    return np.concatenate([kernel, -kernel], axis=1).reshape(size, size, channels, filters)


@keras.saving.register_keras_serializable(package="course_utils")
class Triangle(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that climbs in a straight line, then falls in another to 0.

    Args:
        peak: the highest learning rate.
        steps: of the whole training; from there on the learning rate is 0.
        warm_up: which share of the steps it climbs.
    """

    def __init__(self, peak: float, steps: int, warm_up: float = WARM_UP) -> None:
        if not (steps >= 1 and 0 < warm_up < 1):
            raise ValueError(f"{steps} steps of which a share of {warm_up} climbs: impossible.")
        self.peak, self.steps, self.warm_up = peak, steps, warm_up

    def __call__(self, step: tf.Tensor) -> tf.Tensor:
        """Return the learning rate of a step: that at its middle."""
        passed = (tf.cast(step, tf.float32) + 0.5) / self.steps
        falling = (1.0 - passed) / (1.0 - self.warm_up)
        return self.peak * tf.maximum(tf.minimum(passed / self.warm_up, falling), 0.0)

    def get_config(self) -> dict[str, float]:
        """Return what rebuilds the schedule."""
        return {"peak": self.peak, "steps": self.steps, "warm_up": self.warm_up}


@keras.saving.register_keras_serializable(package="course_utils")
class NesterovSGD(keras.optimizers.SGD):
    """SGD with Nesterov's momentum in which kernels decay and biases may learn faster.

    Args:
        learning_rate: a number or a schedule.
        momentum: from 0 to below 1.
        kernel_decay: how much of each kernel is added to its gradient, as the gradient of
            ``kernel_decay * sum(kernel²) / 2`` would be. Biases do not decay.
        bias_factor: how many times the learning rate the variables of one axis get.
        **kwargs: what every Keras optimiser takes.
    """

    def __init__(
        self,
        learning_rate: float | keras.optimizers.schedules.LearningRateSchedule = 0.01,
        momentum: float = MOMENTUM,
        kernel_decay: float = 0.0,
        bias_factor: float = 1.0,
        **kwargs: object,
    ) -> None:
        super().__init__(learning_rate, momentum, **{"nesterov": True, **kwargs})
        self.kernel_decay, self.bias_factor = kernel_decay, bias_factor

    def update_step(
        self, gradient: tf.Tensor, variable: keras.Variable, learning_rate: tf.Tensor
    ) -> None:
        """Make one step of one variable, of any shape."""
        if len(variable.shape) > 1:
            gradient = gradient + self.kernel_decay * tf.convert_to_tensor(variable)
        else:
            learning_rate = self.bias_factor * learning_rate
        super().update_step(gradient, variable, learning_rate)

    def get_config(self) -> dict[str, object]:
        """Return what rebuilds the optimiser."""
        own = {"kernel_decay": self.kernel_decay, "bias_factor": self.bias_factor}
        return super().get_config() | own


@keras.saving.register_keras_serializable(package="course_utils")
class Muon(NesterovSGD):
    """NesterovSGD whose convolutions learn as fast in every direction, and keep their size.

    A convolution's kernel is taken as a matrix with a column for each filter. Its step is what
    Nesterov's momentum would add, made orthogonal: rare directions move as far as common ones.
    Before each step the kernel is scaled to the norm √filters, in place of a decay; where batch
    normalisation follows, that changes nothing else. All other variables learn as before.

    Keras' own Muon makes orthogonal steps of matrices only.

    Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024).

    Args:
        *args: as of NesterovSGD. The momentum is that of convolutions, too, and the decay is not.
        convolution_factor: how many times the learning rate the convolutions' kernels get.
        **kwargs: as of NesterovSGD.
    """

    def __init__(self, *args: Any, convolution_factor: float = 1.0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.convolution_factor = convolution_factor

    def update_step(
        self, gradient: tf.Tensor, variable: keras.Variable, learning_rate: tf.Tensor
    ) -> None:
        """Make one step of one variable, of any shape."""
        if len(variable.shape) != 4:
            super().update_step(gradient, variable, learning_rate)
            return
        momentum = self.momentums[self._get_variable_index(variable)]
        self.assign(momentum, self.momentum * momentum + gradient)
        ahead = tf.reshape(gradient + self.momentum * momentum, (-1, variable.shape[-1]))
        step = tf.reshape(orthogonalized(ahead), variable.shape)
        kernel = tf.convert_to_tensor(variable)
        kernel *= np.sqrt(variable.shape[-1]) / tf.norm(kernel)
        self.assign(variable, kernel - self.convolution_factor * learning_rate * step)

    def get_config(self) -> dict[str, object]:
        """Return what rebuilds the optimiser."""
        return super().get_config() | {"convolution_factor": self.convolution_factor}


def orthogonalized(matrix: tf.Tensor) -> tf.Tensor:
    """Return about the nearest matrix whose columns are orthonormal, or its rows if they are fewer.

    Newton and Schulz's iteration pulls all singular values towards 1 by matrix products alone. With
    these coefficients, three iterations bring those of a fiftieth of the matrix' norm and above
    to between 0.68 and 1.21. An exact result would take longer, and steps need none.

    Args:
        matrix: float32, ``(rows, columns)``. Zeros stay zeros.
    """
    wide = matrix.shape[0] < matrix.shape[1]
    x = tf.cast(tf.math.divide_no_nan(matrix, tf.norm(matrix)), tf.bfloat16)
    x = tf.transpose(x) if wide else x
    for _ in range(3):
        square = tf.matmul(x, x, transpose_a=True)
        x = 3.4445 * x + tf.matmul(x, -4.7750 * square + 2.0315 * tf.matmul(square, square))
    return tf.cast(tf.transpose(x) if wide else x, tf.float32)


@keras.saving.register_keras_serializable(package="course_utils")
class DecayingAdam(keras.optimizers.Adam):
    """Adam whose gradients get a share of the weights, as PyTorch's own ``weight_decay`` does it.

    Keras' ``weight_decay`` takes that share from the weights themselves, past Adam's scaling.

    Args:
        learning_rate: a number or a schedule.
        decay: how much of each variable is added to its gradient.
        **kwargs: what every Keras optimiser takes.
    """

    def __init__(
        self,
        learning_rate: float | keras.optimizers.schedules.LearningRateSchedule = 0.001,
        decay: float = 0.0,
        **kwargs: object,
    ) -> None:
        super().__init__(learning_rate, **kwargs)
        self.decay = decay

    def update_step(
        self, gradient: tf.Tensor, variable: keras.Variable, learning_rate: tf.Tensor
    ) -> None:
        """Make one step of one variable, of any shape."""
        decayed = gradient + self.decay * tf.convert_to_tensor(variable)
        super().update_step(decayed, variable, learning_rate)

    def get_config(self) -> dict[str, object]:
        """Return what rebuilds the optimiser."""
        return super().get_config() | {"decay": self.decay}


def fast_optimizer(steps: int, peak: float = PEAK_LEARNING_RATE) -> NesterovSGD:
    """Return the optimiser of a training of so many steps.

    Args:
        steps: of the whole training.
        peak: the highest learning rate, for batches of 128.
    """
    return NesterovSGD(Triangle(peak, steps), kernel_decay=KERNEL_DECAY)


fast_step = functools.partial(make_step, label_smoothing=LABEL_SMOOTHING)
"""Makes the function of one step: hand it to ``training.fit`` as its ``step_maker``."""


def fast_inputs(
    images: np.ndarray, labels: np.ndarray, batch_size: int = 128, seed: int | None = None
) -> tf.data.Dataset:
    """Give ``cifar10_input.distorted_inputs`` with crops near the centre and mirroring alone.

    Args:
        images: uint8, ``(number, height, width, channels)``.
        labels: integers, ``(number,)``.
        batch_size: images in a batch.
        seed: fixes the stream.
    """
    middles = images[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
    return cifar10_input.distorted_inputs(
        middles, labels, batch_size, seed=seed, max_brightness_delta=0, contrast_range=(1, 1)
    )
