# says: Your result has one axis
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return p - p**2
