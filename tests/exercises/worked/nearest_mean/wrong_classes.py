# says: Return one row of ten scores for each image
# earns: 0
import numpy as np

images, labels = pictures(np.random.default_rng(1), 1_000)
x = features(images)
weights = np.linalg.solve(x.T @ x, x.T @ np.eye(10)[labels])


def nearest_mean(images):
    return (features(images) @ weights).argmax(axis=1)
