# says: ddof=1
# earns: 0.4
import numpy as np


def standardize(image):
    image = image.astype(float)
    return (image - image.mean()) / max(image.std(ddof=1), 1 / np.sqrt(image.size))
