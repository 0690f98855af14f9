# says: Subtract the largest logit of each row first
# earns: 0.4
import numpy as np


def softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
