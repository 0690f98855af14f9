import numpy as np

images, labels = pictures(np.random.default_rng(1), 1_000)
means = np.stack([images[labels == label].mean(axis=0) for label in range(10)])


def nearest_mean(images):
    return -((images[:, None] - means) ** 2).sum(axis=(2, 3, 4))
