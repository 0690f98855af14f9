# says: Your sum of exponentials runs over the whole batch
# earns: 0
import numpy as np


def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(z).sum()) - z[np.arange(len(labels)), labels]).mean()
