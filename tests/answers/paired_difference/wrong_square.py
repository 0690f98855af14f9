# says: Take the root
# earns: 0.4
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    b, c = np.sum(first & ~second), np.sum(second & ~first)
    return (c - b) / n, (b + c - (b - c) ** 2 / n) / n**2
