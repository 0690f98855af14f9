import math


def finite_precision(scores, labels):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist()):
        others = row[:label] + row[label + 1 :]
        right += all(map(math.isfinite, row)) and row[label] > max(others)
    return right / len(labels)
