import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    return p, np.diag(p) - np.outer(p, p)
