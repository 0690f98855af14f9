# says: Your labels come first. End with: return images, labels
import numpy as np


def decode_mat(X, y, classes):
    return y[:, 0] % classes, np.moveaxis(X, 3, 0)
