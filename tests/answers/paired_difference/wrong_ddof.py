# says: divided by n - 1
# earns: 0.4
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    gained = second.astype(float) - first
    return gained.mean(), gained.std(ddof=1) / np.sqrt(n)
