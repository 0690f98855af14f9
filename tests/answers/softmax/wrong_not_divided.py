# says: not divided by their sums
# earns: 0
import numpy as np


def softmax(logits):
    return np.exp(logits)
