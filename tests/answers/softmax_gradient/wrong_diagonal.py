# says: your Jacobian is its diagonal alone
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    p = probabilities(images @ weights + bias)
    y = np.eye(len(bias))[labels]
    r = -y / np.maximum(p, 1e-300) * (p - p**2)
    return images.T @ r / len(r), r.mean(axis=0)
