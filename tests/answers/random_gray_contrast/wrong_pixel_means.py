# says: You kept the mean of each pixel
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, (len(images), 1, 1, 1))
    m = images.mean(axis=3, keepdims=True)
    return (images - m) * f + m
