# says: You took the largest probability
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    return -np.log(probabilities(logits).max(axis=1)).mean()
