# says: and no fixed number
# earns: 0.35
import numpy as np


def softmax(logits):
    e = np.exp(logits - 1000)
    return e / e.sum(axis=1, keepdims=True)
