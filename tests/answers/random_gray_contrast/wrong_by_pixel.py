# says: stretched by different factors
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, images.shape)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m
