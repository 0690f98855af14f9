"""Fresh answers to ``random_shift``."""

# %% right solution
import numpy as np


def random_shift(images):
    """Move each image by its own offset of at most two pixels on each axis, filled with 0."""
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.randint(0, 5, size=(len(images), 2))
    return np.stack(
        [
            image[top : top + 32, left : left + 32]
            for image, (top, left) in zip(padded, offsets, strict=True)
        ]
    )


# %% right rolled
import numpy as np


def random_shift(images):
    generator = np.random.default_rng()
    result = np.zeros_like(images)
    for i, image in enumerate(images):
        down, right = generator.integers(-2, 3), generator.integers(-2, 3)
        moved = np.roll(image, (down, right), axis=(0, 1))
        if down > 0:
            moved[:down] = 0
        elif down < 0:
            moved[down:] = 0
        if right > 0:
            moved[:, :right] = 0
        elif right < 0:
            moved[:, right:] = 0
        result[i] = moved
    return result


# %% right one_of_25
import random

import numpy as np

MOVES = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]


def random_shift(images):
    result = np.zeros(images.shape, images.dtype)
    for i in range(len(images)):
        down, right = random.choice(MOVES)
        rows, columns = np.arange(32) - down, np.arange(32) - right
        inside = ((rows >= 0) & (rows < 32))[:, None] & ((columns >= 0) & (columns < 32))
        shifted = images[i][rows.clip(0, 31)][:, columns.clip(0, 31)]
        result[i] = np.where(inside[:, :, None], shifted, 0)
    return result


# %% right sliding_views
import numpy as np


def random_shift(images):
    padded = np.pad(images, [(0, 0), (2, 2), (2, 2), (0, 0)], mode="constant")
    views = np.lib.stride_tricks.sliding_window_view(padded, (32, 32), axis=(1, 2))
    rng = np.random.default_rng()
    rows, columns = rng.integers(0, 5, (2, len(images)))
    return np.moveaxis(views[np.arange(len(images)), rows, columns], 1, -1)


# %% right list_of_images
import numpy as np


def random_shift(images):
    moved = []
    for image in images:
        top, left = np.random.choice(5), np.random.choice(5)
        canvas = np.zeros((36, 36, 3), np.uint8)
        canvas[top : top + 32, left : left + 32] = image
        moved.append(canvas[2:34, 2:34])
    return moved


# %% wrong in_place
# about: argument|changed|copy
import numpy as np


def random_shift(images):
    for i in range(len(images)):
        top, left = np.random.randint(0, 5, size=2)
        padded = np.pad(images[i], ((2, 2), (2, 2), (0, 0)))
        images[i] = padded[top : top + 32, left : left + 32]
    return images


# %% wrong float32, edited from solution
# about: uint8|dtype|float|bytes
# - return np.stack(
# + padded = padded.astype(np.float32)
# +     return np.stack(


# %% wrong second_half_repeats, edited from solution
# about: each image|itself|repeat|same offset
# - return np.stack(
# + half = len(images) // 2
# +     offsets[half : 2 * half] = offsets[:half]
# +     return np.stack(


# %% wrong reflected_border, edited from solution
# about: 0|fill|border|uncovered
# - (0, 0)))
# + (0, 0)), mode="reflect")


# %% wrong white_border, edited from solution
# about: 0|fill|border|uncovered
# - (0, 0)))
# + (0, 0)), constant_values=255)


# %% wrong even_moves, edited from solution
# about: equally|often|never|offset|25
# - np.random.randint(0, 5, size=(len(images), 2))
# + 2 * np.random.randint(0, 3, size=(len(images), 2))


# %% wrong never_still
# about: equally|often|never|25|0
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.choice([0, 1, 3, 4], size=(len(images), 2))
    places = zip(padded, offsets)
    return np.stack([p[top : top + 32, left : left + 32] for p, (top, left) in places])


# %% wrong one_direction, edited from solution
# about: down|up|left|right|never|equally|often|offset
# - randint(0, 5,
# + randint(2, 5,


# %% wrong triangle, edited from solution
# about: equally|often|even
# - np.random.randint(0, 5, size=(len(images), 2))
# + np.random.randint(0, 3, size=(2, len(images), 2)).sum(axis=0)


# %% wrong channels_apart
# about: channel|each image|whole image|pixel
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    result = np.zeros_like(images)
    for i in range(len(images)):
        for c in range(3):
            top, left = np.random.randint(0, 5, size=2)
            result[i, :, :, c] = padded[i, top : top + 32, left : left + 32, c]
    return result


# %% wrong mirrored_too, edited from solution
# about: mirror|flip|pixel
# - image[top : top + 32, left : left + 32]
# + image[top : top + 32, left : left + 32][:, :: 1 - 2 * (left % 2)]
