# says: Draw them evenly
# earns: 0.7
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.2, 1.8, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m
