# says: depends on its neighbour
# earns: 0.4
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images) // 2, 1, 1, 1)).repeat(2, axis=0)
    return (images - means) * factors + means
