import numpy as np


def cross_entropy(logits, labels):
    logits = logits.astype(np.float32)
    one_hot = np.eye(logits.shape[1], dtype=np.float32)[labels]
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(one_hot * log_p) / np.float32(len(labels))
