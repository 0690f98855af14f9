import math


def paired_difference(first_scores, second_scores, labels):
    b = c = 0
    for first, second, label in zip(first_scores.tolist(), second_scores.tolist(), labels.tolist()):
        one, other = first.index(max(first)) == label, second.index(max(second)) == label
        b += one and not other
        c += other and not one
    n = len(labels)
    return (c - b) / n, math.sqrt(b + c - (b - c) ** 2 / n) / n
