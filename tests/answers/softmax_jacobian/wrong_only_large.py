# says: Logits around -1,000 give NaN
# earns: 0.7
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - max(0, logits.max()))
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)
