# says: one factor. Draw one for each image
# earns: 0.4
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    return (images - means) * np.random.uniform(0.2, 1.8) + means
