# says: All scores are NaN or infinite
import numpy as np


def first_cnn_accuracy(images):
    return np.full((len(images), 10), np.nan)
