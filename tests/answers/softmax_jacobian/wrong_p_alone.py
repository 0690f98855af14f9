# says: Your diagonal holds p_i alone
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    jacobian = -np.outer(p, p)
    np.fill_diagonal(jacobian, p)
    return jacobian
