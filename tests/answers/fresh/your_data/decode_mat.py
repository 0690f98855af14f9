"""Fresh answers to ``decode_mat``."""

# %% right solution
import numpy as np


def decode_mat(X, y, classes):
    """(H, W, C, N) and (N, 1), labels 1..classes -> (N, H, W, C) and (N,), labels 0..classes-1."""
    return np.moveaxis(X, 3, 0), y[:, 0] % classes


# %% right stack
import numpy as np


def decode_mat(X, y, classes):
    images = np.stack([X[..., n] for n in range(X.shape[-1])])
    labels = [0 if int(label) == classes else int(label) for label in y.ravel()]
    return images, labels


# %% right rolled_axis
import numpy as np


def decode_mat(X, y, classes):
    labels = y.astype(np.int32).reshape(-1)
    labels[labels == classes] = 0
    return np.rollaxis(X, 3).copy(), labels


# %% right einsum
import numpy as np


def decode_mat(X, y, classes):
    table = np.arange(classes + 1) % classes
    return np.einsum("hwcn->nhwc", X), table[y].T[0]


# %% right two_transposes
import numpy as np


def decode_mat(X, y, classes):
    images = X.T.transpose(0, 3, 2, 1)
    return [images, np.where(np.squeeze(y, axis=1) < classes, np.squeeze(y, axis=1), 0)]


# %% wrong squeezed, edited from solution
# about: shape|one image|axis
# - np.moveaxis(X, 3, 0), y[:, 0] % classes
# + np.moveaxis(X, 3, 0).squeeze(), y.squeeze() % classes


# %% wrong rows_and_columns
# about: row|column|exchang|transpos|height|shape
import numpy as np


def decode_mat(X, y, classes):
    return X.transpose(3, 1, 0, 2), y[:, 0] % classes


# %% wrong reversed_channels, edited from solution
# about: channel|order
# - np.moveaxis(X, 3, 0),
# + np.moveaxis(X, 3, 0)[..., ::-1],


# %% wrong all_shifted, edited from solution
# about: label|classes|0
# - y[:, 0] % classes
# + y[:, 0] - 1


# %% wrong labels_changed_in_place
# about: argument|changed|copy
import numpy as np


def decode_mat(X, y, classes):
    y[y == classes] = 0
    return np.moveaxis(X, 3, 0), y[:, 0]


# %% wrong largest_label, edited from solution
# about: classes|label|largest|0
# - y[:, 0] % classes
# + y[:, 0] % y.max()


# %% wrong labels_negative, edited from solution
# about: label|0|classes
# - y[:, 0] % classes
# + np.where(y[:, 0] == classes, -1, y[:, 0])


# %% wrong one_class_more, edited from solution
# about: label|classes|0
# - y[:, 0] % classes
# + y[:, 0] % (classes + 1)


# %% wrong truth_values, edited from solution
# about: label|bool|whole
# - y[:, 0] % classes
# + y[:, 0] == classes


# %% wrong images_reversed, edited from solution
# about: order|image|first
# - np.moveaxis(X, 3, 0), y[:, 0]
# + np.moveaxis(X, 3, 0)[::-1], y[:, 0]


# %% wrong fixed_size
# about: shape|size|32|reshape
import numpy as np


def decode_mat(X, y, classes):
    return np.moveaxis(X, 3, 0).reshape(-1, 32, 32, 3), y[:, 0] % classes
