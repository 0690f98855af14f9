# says: not written yet
# earns: 0
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
weights = np.linalg.lstsq(features(images), np.eye(10)[labels], rcond=None)[0]


def nearest_mean(images):
    raise NotImplementedError
