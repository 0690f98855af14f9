# says: positive off its diagonal
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return np.abs(np.diag(p) - np.outer(p, p))
