"""Fresh answers to ``channel_means``."""

# %% right solution
import numpy as np


def channel_means(images):
    """Mean of each channel of each image: (N, H, W, 3) uint8 -> (N, 3) float."""
    return images.mean(axis=(1, 2))


# %% right einsum
import numpy as np


def channel_means(images):
    n, height, width, _ = images.shape
    return np.einsum("nhwc->nc", images.astype(np.float64)) / (height * width)


# %% right list_of_rows
def channel_means(images):
    return [[float(image[..., c].mean()) for c in range(3)] for image in images]


# %% right moved_axis
import numpy as np


def channel_means(images):
    return np.moveaxis(images, -1, 1).reshape(len(images), 3, -1).mean(axis=-1, dtype=np.float32)


# %% right weights
import numpy as np


def channel_means(images):
    pixels = images.shape[1] * images.shape[2]
    flat = images.reshape(len(images), pixels, 3).astype(np.float64)
    return np.full(pixels, 1 / pixels) @ flat


# %% wrong batch_and_height, edited from solution
# about: ax[ei]s|batch|width|height
# - axis=(1, 2)
# + axis=(0, 1)


# %% wrong median, edited from solution
# about: median|mean
# - images.mean(axis=(1, 2))
# + np.median(images, axis=(1, 2))


# %% wrong sums, edited from solution
# about: sum|divide
# - images.mean(axis=(1, 2))
# + images.sum(axis=(1, 2))


# %% wrong squeezed, edited from solution
# about: shape|one image
# - images.mean(axis=(1, 2))
# + images.mean(axis=(1, 2)).squeeze()


# %% wrong fixed_size, edited from solution
# about: 32|size|written in
# - images.mean(axis=(1, 2))
# + images.sum(axis=(1, 2)) / (32 * 32)


# %% wrong square_images, edited from solution
# about: height|width|square|pixels
# - images.mean(axis=(1, 2))
# + images.sum(axis=(1, 2)) / images.shape[1] ** 2


# %% wrong half_precision, edited from solution
# about: float16|precis|digits|overflow|infin
# - images.mean(axis=(1, 2))
# + images.mean(axis=(1, 2), dtype=np.float16)


# %% wrong rounded_to_bytes, edited from solution
# about: whole|round|fraction|uint8|decimal
# - images.mean(axis=(1, 2))
# + images.mean(axis=(1, 2)).astype(np.uint8)


# %% wrong sorted_channels, edited from solution
# about: order|channel
# - images.mean(axis=(1, 2))
# + np.sort(images.mean(axis=(1, 2)), axis=1)


# %% wrong transposed, edited from solution
# about: shape|transpos|exchang
# - images.mean(axis=(1, 2))
# + images.mean(axis=(1, 2)).T


# %% wrong kept_axes, edited from solution
# about: shape|keepdims
# - axis=(1, 2)
# + axis=(1, 2), keepdims=True
