# says: should be
import numpy as np


def standardize(image):
    return np.zeros(image.shape)
