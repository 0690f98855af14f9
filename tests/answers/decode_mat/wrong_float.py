# says: but as floating-point numbers. Leave them as bytes
# earns: 0.5
import numpy as np


def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2).astype(np.float32), y[:, 0] % classes
