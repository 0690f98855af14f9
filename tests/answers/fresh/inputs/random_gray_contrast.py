"""Fresh answers to ``random_gray_contrast``."""

# %% right solution
import numpy as np

rng = np.random.default_rng(1)


def random_gray_contrast(images):
    """Each image stretched about its mean, by its own factor: (N, H, W, 3) -> float, the same."""
    factors = rng.uniform(0.5, 1.5, size=(len(images), 1, 1, 1))
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - means) * factors + means


# %% right loop_of_python
import random


def random_gray_contrast(images):
    result = []
    for image in images:
        f, m = 0.5 + random.random(), float(image.mean())
        result.append((image.astype(float) - m) * f + m)
    return result


# %% right weighted_mean
import numpy as np


def random_gray_contrast(images):
    images = images.astype(np.float64)
    f = np.random.default_rng().random((len(images), 1, 1, 1)) + 0.5
    m = np.einsum("nhwc->n", images)[:, None, None, None] / images[0].size
    return f * images + (1 - f) * m


# %% right flat
import numpy as np


def random_gray_contrast(images):
    flat = np.reshape(images, (len(images), -1)).astype(np.float32)
    m = flat.mean(1, keepdims=True)
    f = np.random.uniform(0.5, 1.5, (len(images), 1)).astype(np.float32)
    return np.reshape(m + f * (flat - m), images.shape)


# %% right scaled_beta
import numpy as np

generator = np.random.default_rng(7)


def random_gray_contrast(images):
    stretched = np.empty(images.shape, np.float64)
    for place, image in enumerate(images):
        mean = np.average(image)
        stretched[place] = mean + generator.triangular(0.5, 0.5, 1.5) * 0
        stretched[place] = mean + (image - mean) * (1.5 - generator.beta(1, 1))
    return stretched


# %% wrong second_half_repeats, edited from solution
# about: each image|own factor|same factor|repeat
# - means = images
# + half = len(images) // 2
# +     factors[half : 2 * half] = factors[:half]
# +     means = images


# %% wrong factor_from_zero, edited from solution
# about: factor|0\.5|range
# - rng.uniform(0.5, 1.5
# + rng.uniform(0.0, 1.0


# %% wrong up_to_two, edited from solution
# about: factor|1\.5|range
# - rng.uniform(0.5, 1.5
# + rng.uniform(0.5, 2.0


# %% wrong two_factors, edited from solution
# about: evenly|equally|factor|often
# - rng.uniform(0.5, 1.5, size=(len(images), 1, 1, 1))
# + rng.choice([0.5, 1.5], size=(len(images), 1, 1, 1))


# %% wrong logarithmic, edited from solution
# about: evenly|equally|often
# - rng.uniform(0.5, 1.5, size=(len(images), 1, 1, 1))
# + 0.5 * 3 ** rng.uniform(0, 1, size=(len(images), 1, 1, 1))


# %% wrong factor_for_each_row, edited from solution
# about: one factor|row|all of its pixels
# - size=(len(images), 1, 1, 1)
# + size=(len(images), images.shape[1], 1, 1)


# %% wrong median, edited from solution
# about: mean|median
# - images.mean(axis=(1, 2, 3), keepdims=True)
# + np.median(images, axis=(1, 2, 3), keepdims=True)


# %% wrong middle_grey, edited from solution
# about: mean|127|128
# - images.mean(axis=(1, 2, 3), keepdims=True)
# + 127.5


# %% wrong brightness, edited from solution
# about: contrast|bright|multip|stretch
# - (images - means) * factors + means
# + images + 20 * (factors - 1)


# %% wrong rounded, edited from solution
# about: round|whole|floating
# - return (images - means) * factors + means
# + return np.round((images - means) * factors + means)


# %% wrong whole_mean, edited from solution
# about: mean|round|whole
# - means = images.mean(axis=(1, 2, 3), keepdims=True)
# + means = images.mean(axis=(1, 2, 3), keepdims=True) // 1
