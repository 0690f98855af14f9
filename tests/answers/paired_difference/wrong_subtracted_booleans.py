# says: Your code raised TypeError
# earns: 0
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    gained = second - first
    return gained.mean(), gained.std() / np.sqrt(n)
