# says: keep the probability away from 0
# earns: 0.6
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    p = probabilities(logits)[np.arange(len(labels)), labels]
    return -np.mean(np.log(p + 1e-12))
