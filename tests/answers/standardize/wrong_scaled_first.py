# says: 255 times too small
# earns: 0.6
import numpy as np


def standardize(image):
    image = image / 255
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(image.size))
