# says: gradient of a squared error
# earns: 0
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    r = images @ weights + bias - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0)
