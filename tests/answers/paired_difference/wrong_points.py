# says: The difference is in points
# earns: 0
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    b, c = np.sum(first & ~second), np.sum(second & ~first)
    return 100 * (c - b) / n, 100 * np.sqrt(b + c - (b - c) ** 2 / n) / n
