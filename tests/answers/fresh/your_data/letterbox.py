"""Fresh answers to ``letterbox``."""

# %% right solution
import numpy as np


def letterbox(image, size):
    """Fit an image into a square, whole and unsquashed: uint8 (H, W, C) -> (size, size, C)."""
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square


# %% right take
import numpy as np


def letterbox(image, size):
    H, W, C = image.shape
    longest = max(H, W)
    h, w = H * size // longest, W * size // longest
    scaled = np.take(
        np.take(image, [i * H // h for i in range(h)], 0), [j * W // w for j in range(w)], 1
    )
    above, before = (size - h) // 2, (size - w) // 2
    borders = ((above, size - h - above), (before, size - w - before), (0, 0))
    return np.pad(scaled, borders)


# %% right list_of_lists
def letterbox(image, size):
    height, width, channels = image.shape
    h, w = (side * size // max(height, width) for side in (height, width))
    top, left = (size - h) // 2, (size - w) // 2
    rows = []
    for y in range(size):
        row = []
        for x in range(size):
            i, j = y - top, x - left
            inside = 0 <= i < h and 0 <= j < w
            pixel = image[i * height // h, j * width // w] if inside else [0] * channels
            row.append([int(value) for value in pixel])
        rows.append(row)
    return rows


# %% right ix
import numpy as np


def letterbox(image, size):
    sides = np.array(image.shape[:2])
    new = sides * size // sides.max()
    start = (size - new) // 2
    rows, columns = (np.arange(n) * s // n for n, s in zip(new, sides, strict=True))
    result = np.zeros((size, size, image.shape[2]), image.dtype)
    places = np.ix_(np.arange(new[0]) + start[0], np.arange(new[1]) + start[1])
    result[places] = image[np.ix_(rows, columns)]
    return result


# %% right whole_numbers_of_python
import numpy as np


def letterbox(image, size):
    height, width = image.shape[:2]
    if height >= width:
        h, w = size, width * size // height
    else:
        h, w = height * size // width, size
    square = np.zeros((size, size) + image.shape[2:], dtype="uint8")
    for i in range(h):
        for j in range(w):
            square[(size - h) // 2 + i, (size - w) // 2 + j] = image[
                i * height // h, j * width // w
            ]
    return square


# %% wrong no_branch_for_squares
# about: square
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    square = np.zeros((size, size, channels), np.uint8)
    if height > width:
        w = width * size // height
        left = (size - w) // 2
        rows, columns = np.arange(size) * height // size, np.arange(w) * width // w
        square[:, left : left + w] = image[rows][:, columns]
    elif width > height:
        h = height * size // width
        top = (size - h) // 2
        rows, columns = np.arange(h) * height // h, np.arange(size) * width // size
        square[top : top + h] = image[rows][:, columns]
    return square


# %% wrong shorter_side, edited from solution
# about: longer|max|side|whole
# - h, w = height * size // max(height, width), width * size // max(height, width)
# + h = min(height * size // min(height, width), size)
# +     w = min(width * size // min(height, width), size)


# %% wrong rounded_sizes, edited from solution
# about: round|down
# - h, w = height * size // max(height, width), width * size // max(height, width)
# + h = round(height * size / max(height, width))
# +     w = round(width * size / max(height, width))


# %% wrong three_channels, edited from solution
# about: channel
# - np.zeros((size, size, channels), np.uint8)
# + np.zeros((size, size, 3), np.uint8)


# %% wrong one_row_lower, edited from solution
# about: start|row|middle|top
# - (size - h) // 2, (size - w) // 2
# + (size - h + 1) // 2, (size - w + 1) // 2


# %% wrong mean_colour, edited from solution
# about: 0|rest|fill|bar|black
# - np.zeros((size, size, channels), np.uint8)
# + np.full((size, size, channels), image.mean(), np.uint8)


# %% wrong left_aligned, edited from solution
# about: middle|start|left|column|centre
# - top, left = (size - h) // 2, (size - w) // 2
# + top, left = (size - h) // 2, 0


# %% wrong from_the_end, edited from solution
# about: nearest|row|last|pixel|source
# - np.arange(h) * height // h, np.arange(w) * width // w
# + (np.arange(h) * height + height - 1) // h, (np.arange(w) * width + width - 1) // w


# %% wrong dtype_of_float, edited from solution
# about: uint8|dtype|float
# - return square
# + return square / 255


# %% wrong step_rounded_first, edited from solution
# about: round|step|row|source|pixel|nearest
# - np.arange(h) * height // h, np.arange(w) * width // w
# + np.arange(h) * max(height // h, 1) % height, np.arange(w) * max(width // w, 1) % width


# %% wrong transposed, edited from solution
# about: transpos|row|column|exchang
# - return square
# + return square.swapaxes(0, 1)
