# says: returned 1 value instead of 2. End it with: return probabilities, jacobian.
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    return p / p.sum()
