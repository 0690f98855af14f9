# says: 0 off its diagonal
# earns: 0.3
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    return p, np.diag(p * (1 - p))
