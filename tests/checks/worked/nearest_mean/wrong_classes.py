# says: Return one row of ten scores for each image
# earns: 0
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
weights = np.linalg.lstsq(features(images), np.eye(10)[labels], rcond=None)[0]


def nearest_mean(images):
    return (features(images) @ weights).argmax(axis=1)
