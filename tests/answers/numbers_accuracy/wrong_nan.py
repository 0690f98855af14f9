# says: All scores are NaN or infinite
import numpy as np


def numbers_accuracy(images):
    return np.full((len(images), 10), np.nan)
