# says: one factor. Draw one for each image
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m
