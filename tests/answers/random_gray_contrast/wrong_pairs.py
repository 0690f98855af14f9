# says: depends on its neighbour
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.repeat(np.random.uniform(0.5, 1.5, (n // 2, 1, 1, 1)), 2, axis=0)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m
