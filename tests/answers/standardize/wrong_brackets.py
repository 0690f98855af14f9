# says: Subtract first, in brackets
import numpy as np


def standardize(image):
    return image - image.mean() / max(image.std(), 1 / np.sqrt(image.size))
