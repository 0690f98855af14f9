# says: takes the logits of all labels from each row
# earns: 0
import numpy as np


def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(z).sum(axis=1)) - z[:, labels]).mean()
