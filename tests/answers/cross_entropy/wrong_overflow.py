# says: Never take the logarithm of a softmax
# earns: 0.6
import numpy as np


def cross_entropy(logits, labels):
    own = logits[np.arange(len(labels)), labels]
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - own)
