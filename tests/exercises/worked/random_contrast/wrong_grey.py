# says: Keep each channel's own mean
# earns: 0
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 1))
    return (images - means) * factors + means
