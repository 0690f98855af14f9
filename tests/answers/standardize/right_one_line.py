import numpy as np


def standardize(image):
    return (image - np.mean(image)) / np.sqrt(max(np.var(image), 1 / np.size(image)))
