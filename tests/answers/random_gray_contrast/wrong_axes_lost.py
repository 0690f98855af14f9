# says: take the mean with keepdims=True
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, (len(images), 1, 1, 1))
    m = images.mean(axis=(1, 2, 3))
    return (images - m) * f + m
