# says: Subtract the largest logit first
# earns: 0.7
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits) / np.exp(logits).sum()
    return p, np.diag(p) - np.outer(p, p)
