# says: You exchanged the first axis and the last one
# earns: 0.5
import numpy as np


def decode_mat(X, y, classes):
    return np.swapaxes(X, 0, 3), y[:, 0] % classes
