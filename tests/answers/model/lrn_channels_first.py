"""Answers to ``lrn_channels_first``."""

# %% right band
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    channel = np.arange(activations.shape[1])
    band = (abs(channel[:, None] - channel) <= radius).astype(float)
    sums = np.einsum("cd,ndhw->nchw", band, np.square(activations, dtype=float))
    return activations * (bias + alpha * sums) ** -beta


# %% right cumulative
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    channels = activations.shape[1]
    sums = np.zeros((len(activations), channels + 1, *activations.shape[2:]))
    sums[:, 1:] = np.cumsum(activations.astype(np.float64) ** 2, axis=1)
    first = np.maximum(np.arange(channels) - radius, 0)
    end = np.minimum(np.arange(channels) + radius + 1, channels)
    return activations / np.power(bias + alpha * (sums[:, end] - sums[:, first]), beta)


# %% right loop
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
    return y


# %% right padded
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    squares = tf.pad(tf.square(activations), ((0, 0), (radius, radius), (0, 0), (0, 0)))
    channels = activations.shape[1]
    total = tf.add_n([squares[:, k : k + channels] for k in range(2 * radius + 1)])
    return activations / (bias + alpha * total) ** beta


# %% right tensorflow
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    x = tf.transpose(activations, (0, 2, 3, 1))
    y = tf.nn.local_response_normalization(x, radius, bias, alpha, beta)
    return tf.transpose(y, (0, 3, 1, 2))


# %% wrong stub
# says: returned None
# earns: 0
def lrn_channels_first(activations, radius, bias, alpha, beta):
    return None


# %% wrong channels_last
# says: You normalised over the last axis
# earns: 0
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    return tf.nn.local_response_normalization(activations, radius, bias, alpha, beta)


# %% wrong divided
# says: Multiply the sum by alpha as it is
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        y[:, c] = (
            activations[:, c] / (bias + alpha / (2 * radius + 1) * (window**2).sum(axis=1)) ** beta
        )
    return y


# %% wrong empty, edited from loop
# says: Begin it at max(channel - radius, 0)
# earns: 0.5
# - window = activations[:, max(c - radius, 0) : c + radius + 1]
# + window = activations[:, c - radius : c + radius + 1]


# %% wrong in_place
# says: so that channels see normalised neighbours
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.array(activations)
    for c in range(activations.shape[1]):
        window = result[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1)
        result[:, c] = activations[:, c] / (bias + alpha * total) ** beta
    return result


# %% wrong multiplied, edited from loop
# says: You multiply by the power
# earns: 0
# - y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
# + y[:, c] = activations[:, c] * (bias + alpha * (window**2).sum(axis=1)) ** beta


# %% wrong narrow, edited from loop
# says: Your window is radius channels wide in all
# earns: 0
# - window = activations[:, max(c - radius, 0) : c + radius + 1]
# + window = activations[:, max(c - radius // 2, 0) : c + radius // 2 + 1]


# %% wrong neighbours_alone
# says: Your window leaves out the channel itself
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1) - activations[:, c] ** 2
        result[:, c] = activations[:, c] / (bias + alpha * total) ** beta
    return result


# %% wrong no_bias, edited from loop
# says: Add bias to alpha
# earns: 0
# - y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
# + y[:, c] = activations[:, c] / (0 + alpha * (window**2).sum(axis=1)) ** beta


# %% wrong not_squared, edited from loop
# says: Sum their squares
# earns: 0
# - y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
# + y[:, c] = activations[:, c] / (bias + alpha * (window).sum(axis=1)) ** beta


# %% wrong power_of_sum
# says: Only the sum is raised to the power
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1)
        result[:, c] = activations[:, c] / (bias + alpha * total**beta)
    return result


# %% wrong repeats
# says: You repeat the outermost channel
# earns: 0.5
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    widths = ((0, 0), (radius, radius), (0, 0), (0, 0))
    padded = np.pad(activations, widths, mode="edge")
    channels = activations.shape[1]
    sums = sum(padded[:, k : k + channels] ** 2 for k in range(2 * radius + 1))
    return activations / (bias + alpha * sums) ** beta


# %% wrong root, edited from loop
# says: You take the square root
# earns: 0
# - y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
# + y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** 0.5


# %% wrong squared_sum
# says: You square the sum
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = window.sum(axis=1) ** 2
        result[:, c] = activations[:, c] / (bias + alpha * total) ** beta
    return result


# %% wrong stacked_first
# says: Your channels come before the batch
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    channels = []
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1)
        channels.append(activations[:, c] / (bias + alpha * total) ** beta)
    return np.array(channels)


# %% wrong stays_last
# says: Your channels come last
# earns: 0
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    last = tf.transpose(activations, (0, 2, 3, 1))
    return tf.nn.local_response_normalization(last, radius, bias, alpha, beta)


# %% wrong turned_on
# says: Your axes are in another order
# earns: 0
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    last = tf.transpose(activations, (0, 2, 3, 1))
    normal = tf.nn.local_response_normalization(last, radius, bias, alpha, beta)
    return tf.transpose(normal, (0, 2, 3, 1))


# %% wrong upper_end, edited from loop
# says: leaves out its last channel
# earns: 0
# - window = activations[:, max(c - radius, 0) : c + radius + 1]
# + window = activations[:, max(c - radius, 0) : c + radius]


# %% wrong wraps
# says: you count the last ones as neighbours
# earns: 0.5
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    steps = range(-radius, radius + 1)
    sums = sum(np.roll(activations**2, step, axis=1) for step in steps)
    return activations / (bias + alpha * sums) ** beta
