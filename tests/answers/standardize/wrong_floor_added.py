# says: You add the floor
import numpy as np


def standardize(image):
    return (image - image.mean()) / (image.std() + 1 / np.sqrt(image.size))
