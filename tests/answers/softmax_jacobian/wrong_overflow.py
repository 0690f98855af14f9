# says: Logits around 1,000 give NaN
# earns: 0.7
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits) / np.exp(logits).sum()
    return np.diag(p) - np.outer(p, p)
