# says: two networks on different images
# earns: 0.4
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    p, q = first.mean(), second.mean()
    return q - p, np.sqrt(p * (1 - p) / n + q * (1 - q) / n)
