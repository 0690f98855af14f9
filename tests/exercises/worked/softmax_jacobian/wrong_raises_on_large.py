# says: OverflowError: math range error
# earns: 0.7
import math

import numpy as np


def softmax_jacobian(logits):
    e = np.array([math.exp(x) for x in logits])
    p = e / e.sum()
    return p, np.diag(p) - np.outer(p, p)
