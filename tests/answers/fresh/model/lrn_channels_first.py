"""Fresh answers to ``lrn_channels_first``."""

# %% right solution
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    """Local response normalisation over axis 1: (N, C, H, W) -> the same shape."""
    normalised = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        sums = (window**2).sum(axis=1)
        normalised[:, c] = activations[:, c] / (bias + alpha * sums) ** beta
    return normalised


# %% right einsum
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    c = np.arange(activations.shape[1])
    near = (np.abs(c[:, None] - c) <= radius).astype(np.float64)
    sums = np.einsum("cd,ndhw->nchw", near, activations.astype(np.float64) ** 2)
    return activations * (bias + alpha * sums) ** -beta


# %% right shifted_slices
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    squares, channels = np.square(activations), activations.shape[1]
    sums = squares.copy()
    for step in range(1, min(radius, channels - 1) + 1):
        sums[:, step:] += squares[:, :-step]
        sums[:, :-step] += squares[:, step:]
    return activations / np.power(bias + alpha * sums, beta)


# %% right lists
def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = []
    for image in activations:
        planes = []
        for c in range(len(image)):
            near = [image[d] for d in range(len(image)) if abs(c - d) <= radius]
            planes.append(image[c] / (bias + alpha * sum(plane**2 for plane in near)) ** beta)
        result.append(planes)
    return result


# %% right tensorflow_transposed
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    last = tf.transpose(tf.cast(activations, tf.float32), [0, 2, 3, 1])
    done = tf.nn.local_response_normalization(
        last, depth_radius=min(int(radius), last.shape[-1]), bias=bias, alpha=alpha, beta=beta
    )
    return tf.transpose(done, [0, 3, 1, 2])


# %% wrong mean_of_squares, edited from solution
# about: mean|sum|divide
# - .sum(axis=1)
# + .mean(axis=1)


# %% wrong over_rows, edited from solution
# about: channel|axis 1|rows|axis
# - for c in range(activations.shape[1]):
# -         window = activations[:, max(c - radius, 0) : c + radius + 1]
# -         sums = (window**2).sum(axis=1)
# -         normalised[:, c] = activations[:, c] /
# + for c in range(activations.shape[2]):
# +         window = activations[:, :, max(c - radius, 0) : c + radius + 1]
# +         sums = (window**2).sum(axis=2)
# +         normalised[:, :, c] = activations[:, :, c] /


# %% wrong radius_doubled, edited from solution
# about: radius|window|wide
# - max(c - radius, 0) : c + radius + 1
# + max(c - 2 * radius, 0) : c + 2 * radius + 1


# %% wrong only_below, edited from solution
# about: both sides|above|neighbours|end|window
# - : c + radius + 1]
# + : c + 1]


# %% wrong alpha_divided_by_window, edited from solution
# about: alpha|divide|mean
# - alpha * sums
# + alpha / (2 * radius + 1) * sums


# %% wrong root_instead_of_beta, edited from solution
# about: beta|power|root|exponent
# - ** beta
# + ** 0.5


# %% wrong bias_outside, edited from solution
# about: bias|power
# - (bias + alpha * sums) ** beta
# + (bias + (alpha * sums) ** beta)


# %% wrong beta_of_tutorial, edited from solution
# about: beta|0\.75|argument
# - ** beta
# + ** 0.75


# %% wrong absolute_values, edited from solution
# about: square|absolute
# - (window**2)
# + abs(window)


# %% wrong normalised_neighbours
# about: original|already|in place|argument|changed
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        activations[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
    return activations


# %% wrong sign_lost, edited from solution
# about: sign|negative
# - activations[:, c] /
# + abs(activations[:, c]) /
