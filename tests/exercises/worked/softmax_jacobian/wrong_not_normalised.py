# says: not divided by their sum
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits)
    return p, np.diag(p)
