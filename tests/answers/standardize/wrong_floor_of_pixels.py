# says: Your floor counts pixels
# earns: 0.6
import numpy as np


def standardize(image):
    height, width, _ = image.shape
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(height * width))
