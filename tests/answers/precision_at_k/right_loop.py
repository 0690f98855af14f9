import math


def precision_at_k(scores, labels, k):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist()):
        others = row[:label] + row[label + 1 :]
        ahead = sum(other >= row[label] for other in others)
        right += all(map(math.isfinite, row)) and ahead < k
    return right / len(labels)
