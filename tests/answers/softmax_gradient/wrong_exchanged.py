# says: Your two gradients are exchanged
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias)
    r[np.arange(len(labels)), labels] -= 1
    return r.mean(axis=0), images.T @ r / len(r)
