# says: factors of their own
# earns: 0
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 3))
    return (images - means) * factors + means
