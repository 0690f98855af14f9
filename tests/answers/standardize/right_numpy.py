import numpy as np


def standardize(image):
    image = image.astype(np.float32)
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(image.size))
