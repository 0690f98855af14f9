# says: Labels are indices: return integers
# earns: 0.5
import numpy as np


def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), (y[:, 0] % classes).astype(np.float32)
