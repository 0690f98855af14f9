# says: Off its diagonal your Jacobian is right
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    p = probabilities(logits[None])[0]
    return -np.outer(p, p)
