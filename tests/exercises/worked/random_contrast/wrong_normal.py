# says: and the standard deviation 0.
# earns: 0.7
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.normal(1, 0.4, (len(images), 1, 1, 1))
    return (images - means) * factors + means
