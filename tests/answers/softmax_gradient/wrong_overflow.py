# says: Use your own softmax, which subtracts
# earns: 0.75
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    e = np.exp(images @ weights + bias)
    r = e / e.sum(axis=1, keepdims=True) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0)
