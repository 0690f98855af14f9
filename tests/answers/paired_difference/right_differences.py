import numpy as np


def paired_difference(first_scores, second_scores, labels):
    hits = [np.float32(s.argmax(axis=1) == labels) for s in (first_scores, second_scores)]
    gained = hits[1] - hits[0]
    return gained.mean(), gained.std() / np.sqrt(np.float32(len(gained)))
