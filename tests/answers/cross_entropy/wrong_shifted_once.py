# says: Use the shifted logits in both terms
# earns: 0
import numpy as np


def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(z).sum(axis=1)) - logits[np.arange(len(labels)), labels]).mean()
