# says: np.diag(p) puts p on the diagonal alone
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return p[:, None] - np.outer(p, p)
