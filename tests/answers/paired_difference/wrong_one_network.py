# says: standard error of one precision
# earns: 0.4
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    q = second.mean()
    return q - first.mean(), np.sqrt(q * (1 - q) / n)
