# says: each channel by itself
import numpy as np


def standardize(image):
    image = image.astype(float)
    std = image.std(axis=(0, 1))
    return (image - image.mean(axis=(0, 1))) / np.maximum(std, image.size**-0.5)
