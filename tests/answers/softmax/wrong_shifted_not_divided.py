# says: Large logits go wrong, too: mend ordinary ones first
# earns: 0
import numpy as np


def softmax(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))
