import numpy as np

rng = np.random.default_rng()


def random_gray_contrast(images):
    images = images.astype(np.float32)
    factors = rng.uniform(0.5, 1.5, (len(images), 1, 1, 1)).astype(np.float32)
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - means) * factors + means
