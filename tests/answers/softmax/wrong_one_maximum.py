# says: its own maximum, not that of the whole batch
# earns: 0.75
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=1, keepdims=True)
