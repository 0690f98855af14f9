# says: You averaged over images and classes
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    log_p = np.log(probabilities(logits) + 1e-300)
    return -np.mean(np.eye(logits.shape[1])[labels] * log_p)
