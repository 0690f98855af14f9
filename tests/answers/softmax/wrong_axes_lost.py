# says: a sum or a maximum gets it with keepdims=True
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)
