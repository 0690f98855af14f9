# says: Your columns sum to 1, not your rows
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)
