"""Fresh answers to ``standardize``."""

# %% right solution
import numpy as np


def standardize(image):
    """One image with mean 0 and deviation 1: (H, W, C) of any dtype -> float, the same shape."""
    image = image.astype(np.float32)
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(image.size))


# %% right double
import numpy as np


def standardize(image):
    values = image.astype(np.float64)
    values = values - values.sum() / values.size
    deviation = np.sqrt((values**2).mean())
    return values / np.maximum(deviation, values.size**-0.5)


# %% right statistics
import math
import statistics

import numpy as np


def standardize(image):
    values = [float(v) for v in image.ravel()]
    mean = statistics.fmean(values)
    deviation = max(statistics.pstdev(values, mean), 1 / math.sqrt(len(values)))
    return np.reshape([(v - mean) / deviation for v in values], image.shape)


# %% right moments
import numpy as np


def standardize(image):
    image = np.asarray(image, dtype=np.longdouble)
    variance = np.mean(np.square(image - np.mean(image)))
    scale = np.sqrt(max(variance, 1 / image.size))
    return ((image - np.mean(image)) / scale).astype(np.float32)


# %% right list_of_lists
import numpy as np


def standardize(image):
    image = np.float64(image)
    return (
        (image - image.mean()) / max(np.std(image), 1.0 / np.sqrt(np.prod(image.shape)))
    ).tolist()


# %% wrong floor_of_root_of_rows, edited from solution
# about: floor|size|n|smallest
# - 1 / np.sqrt(image.size)
# + 1 / np.sqrt(image.shape[0] * image.shape[1])


# %% wrong floor_without_root, edited from solution
# about: root|floor|1 / n|sqrt
# - 1 / np.sqrt(image.size)
# + 1 / image.size


# %% wrong floor_of_one, edited from solution
# about: floor|1 /|small deviation|flat
# - 1 / np.sqrt(image.size)
# + 1.0


# %% wrong per_row, edited from solution
# about: row|all values|axis
# - (image - image.mean())
# + (image - image.mean(axis=1, keepdims=True))


# %% wrong std_of_first_channel, edited from solution
# about: deviation|channel
# - image.std()
# + image[..., 0].std()


# %% wrong half_precision, edited from solution
# about: float16|precis|overflow|infin
# - image.astype(np.float32)
# + image.astype(np.float16)


# %% wrong through_bytes, edited from solution
# about: uint8|byte|dtype|float|negative
# - image = image.astype(np.float32)
# + image = image.astype(np.uint8).astype(np.float32)


# %% wrong minimum_first, edited from solution
# about: mean|minimum|centre
# - image - image.mean()
# + image - image.min()


# %% wrong min_for_max, edited from solution
# about: larger|max|floor|small
# - max(image.std()
# + min(image.std()


# %% wrong in_place
# about: argument|changed|copy
import numpy as np


def standardize(image):
    if image.dtype.kind != "f":
        image = image.astype(np.float32)
    floor = 1 / np.sqrt(image.size)
    image -= image.mean()
    image /= max(image.std(), floor)
    return image


# %% wrong flattened, edited from solution
# about: shape
# - return (image - image.mean())
# + return (image.ravel() - image.mean())
