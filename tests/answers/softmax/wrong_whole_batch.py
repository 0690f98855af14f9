# says: The whole batch sums to 1
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()
