import numpy as np


def softmax(logits):
    z = logits.astype(np.float32).T
    z = z - np.max(z, axis=0)
    return (np.exp(z) / np.sum(np.exp(z), axis=0)).T
