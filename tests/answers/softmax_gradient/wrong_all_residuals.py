# says: by the number of all residuals
# earns: 0.25
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias)
    r[np.arange(len(labels)), labels] -= 1
    return images.T @ r / r.size, r.mean(axis=0)
