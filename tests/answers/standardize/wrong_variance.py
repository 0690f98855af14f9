# says: You divide by the variance
# earns: 0.4
import numpy as np


def standardize(image):
    image = image.astype(float)
    return (image - image.mean()) / max(image.var(), 1 / np.sqrt(image.size))
