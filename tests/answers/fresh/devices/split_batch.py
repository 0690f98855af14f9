"""Fresh answers to ``split_batch``."""


# %% right solution
def split_batch(images, towers):
    """Parts of a batch: (N, ...), whole number -> list of arrays, larger ones first."""
    size, rest = divmod(len(images), towers)
    parts, start = [], 0
    for tower in range(towers):
        own = size + (tower < rest)
        parts.append(images[start : start + own])
        start += own
    return parts


# %% right linspace
import numpy as np


def split_batch(images, towers):
    sizes = np.full(towers, len(images) // towers)
    sizes[: len(images) % towers] += 1
    ends = np.cumsum(sizes)
    return [images[end - size : end] for size, end in zip(sizes, ends, strict=True)]


# %% right popped
def split_batch(images, towers):
    parts, left = [], images
    for still in range(towers, 0, -1):
        own = -(-len(left) // still)
        parts.append(left[:own])
        left = left[own:]
    return parts


# %% right tuple
def split_batch(images, towers):
    n = len(images)
    bounds = [t * (n // towers) + min(t, n % towers) for t in range(towers + 1)]
    return tuple(images[a:b] for a, b in zip(bounds[:-1], bounds[1:], strict=True))


# %% right copies
import numpy as np


def split_batch(images, towers):
    counts = [len(range(tower, len(images), towers)) for tower in range(towers)]
    return [part.copy() for part in np.split(images, np.cumsum(counts)[:-1])]


# %% wrong divisible_forgotten, edited from solution
# about: divide|equal|size|part
# - size, rest = divmod(len(images), towers)
# + size, rest = -(-len(images) // towers) - 1, len(images) % towers


# %% wrong rest_dropped, edited from solution
# about: every image|left out|missing|rest
# - own = size + (tower < rest)
# + own = size


# %% wrong larger_in_the_middle, edited from solution
# about: first|larger
# - (tower < rest)
# + (0 < tower <= rest)


# %% wrong all_rest_to_first, edited from solution
# about: first|one at most|rest
# - size + (tower < rest)
# + size + rest * (tower == 0)


# %% wrong reversed_order, edited from solution
# about: order
# - return parts
# + return parts[::-1]


# %% wrong one_overlaps, edited from solution
# about: twice|overlap|one part|every image
# - images[start : start + own]
# + images[start : start + own + 1]


# %% wrong starts_at_one, edited from solution
# about: first image|start|missing|every
# - parts, start = [], 0
# + parts, start = [], 1


# %% wrong two_towers, edited from solution
# about: towers|parts|number
# - range(towers)
# + range(2)


# %% wrong flat_images, edited from solution
# about: shape|axis|flat
# - images[start : start + own]
# + images[start : start + own].reshape(own, -1)


# %% wrong second_axis
# about: axis|first axis|images
import numpy as np


def split_batch(images, towers):
    return np.array_split(images, towers, axis=-1)


# %% wrong stacked
# about: list|size|part|same|equal
import numpy as np


def split_batch(images, towers):
    own = len(images) // towers
    return np.stack([images[t * own : (t + 1) * own] for t in range(towers)])
