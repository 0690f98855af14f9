# says: cut off or rounded
# earns: 0
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 1))
    return np.clip((images - means) * factors + means, 0, 255).astype(np.uint8)
