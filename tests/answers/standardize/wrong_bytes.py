# says: Bytes have no fractions
# earns: 0.8
import numpy as np


def standardize(image):
    mean, std = image.mean(dtype=float), image.std(dtype=float)
    return (image - mean.astype(image.dtype)) / max(std, 1 / np.sqrt(image.size))
