# says: stretched by different factors
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 3))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m
