"""Fresh answers to ``random_window``."""

# %% right solution
import numpy as np

rng = np.random.default_rng(1)


def random_window(images):
    """A window of 28 x 20 at a place of its own from each image: (N, 28, 20, 3)."""
    tops = rng.integers(0, 32 - 28 + 1, size=len(images))
    lefts = rng.integers(0, 32 - 20 + 1, size=len(images))
    return np.stack(
        [
            image[top : top + 28, left : left + 20]
            for image, top, left in zip(images, tops, lefts, strict=True)
        ]
    )


# %% right sliding
import numpy as np


def random_window(images):
    views = np.lib.stride_tricks.sliding_window_view(images, (28, 20), axis=(1, 2))
    generator = np.random.default_rng()
    n = len(images)
    chosen = views[np.arange(n), generator.integers(5, size=n), generator.integers(13, size=n)]
    return chosen.transpose(0, 2, 3, 1)


# %% right one_number_for_both
import numpy as np


def random_window(images):
    places = np.random.default_rng().choice(5 * 13, size=len(images))
    windows = []
    for image, place in zip(images, places, strict=True):
        top, left = divmod(int(place), 13)
        windows.append(image[top:][:28, left : left + 20])
    return np.array(windows)


# %% right masks
import numpy as np


def random_window(images):
    result = np.zeros((len(images), 28, 20, 3), images.dtype)
    for i in range(len(images)):
        top = np.random.choice(range(5))
        left = np.random.choice(range(13))
        result[i] = np.take(np.take(images[i], range(top, top + 28), 0), range(left, left + 20), 1)
    return result


# %% right cut_from_the_end
import random


def random_window(images):
    windows = []
    for image in images:
        end_row, end_column = random.randint(28, 32), random.randint(20, 32)
        windows.append(image[end_row - 28 : end_row, end_column - 20 : end_column].tolist())
    return windows


# %% wrong first_row_excluded, edited from solution
# about: row|offset|0|never|begin
# - rng.integers(0, 32 - 28 + 1
# + rng.integers(1, 32 - 28 + 1


# %% wrong uneven, edited from solution
# about: equally likely|often|even
# - tops = rng.integers(0, 32 - 28 + 1, size=len(images))
# + tops = rng.integers(0, 100, size=len(images)) // 22


# %% wrong normal_offsets, edited from solution
# about: equally likely|often|even
# - lefts = rng.integers(0, 32 - 20 + 1, size=len(images))
# + lefts = np.clip(np.round(rng.normal(6, 3, size=len(images))), 0, 12).astype(int)


# %% wrong columns_fixed, edited from solution
# about: column|left
# - lefts = rng.integers(0, 32 - 20 + 1, size=len(images))
# + lefts = np.full(len(images), 6)


# %% wrong second_half_repeats, edited from solution
# about: each image|itself|same offset|repeat|own
# - return np.stack(
# + half = len(images) // 2
# +     tops[half : 2 * half], lefts[half : 2 * half] = tops[:half], lefts[:half]
# +     return np.stack(


# %% wrong without_repetition
# about: each image|itself|same|equally|permut|independent
import numpy as np

rng = np.random.default_rng(1)


def random_window(images):
    n = len(images)
    tops = rng.permutation(np.arange(n) % 5)
    lefts = np.sort(rng.integers(0, 13, size=n))
    return np.stack([image[t : t + 28, u : u + 20] for image, t, u in zip(images, tops, lefts)])


# %% wrong mirrored_too, edited from solution
# about: mirror|flip|window|pixels
# - image[top : top + 28, left : left + 20]
# + image[top : top + 28, left : left + 20][:, :: 1 - 2 * (left % 2)]


# %% wrong resized, edited from solution
# about: window|cut|pixels|neighbour
# - image[top : top + 28, left : left + 20]
# + image[np.linspace(top // 2, 31, 28).astype(int)][:, np.linspace(left // 2, 31, 20).astype(int)]


# %% wrong one_row_short, edited from solution
# about: shape|27|28
# - image[top : top + 28,
# + image[top : top + 27,


# %% wrong corners, edited from solution
# about: offset|place|equally|never
# - tops = rng.integers(0, 32 - 28 + 1, size=len(images))
# -     lefts = rng.integers(0, 32 - 20 + 1, size=len(images))
# + tops = 4 * rng.integers(0, 2, size=len(images))
# +     lefts = 12 * rng.integers(0, 2, size=len(images))


# %% wrong argument_blackened, edited from solution
# about: argument|changed|batch itself|copy
# - return np.stack(
# + images[:, 0] = 0
# +     return np.stack(
