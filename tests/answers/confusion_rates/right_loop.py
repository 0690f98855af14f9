import math


def confusion_rates(scores, labels):
    classes = len(scores[0])
    counts, sizes = [[0] * classes for _ in range(classes)], [0] * classes
    for row, label in zip(scores.tolist(), labels.tolist()):
        sizes[label] += 1
        if all(map(math.isfinite, row)):
            counts[label][row.index(max(row))] += 1
    return [[count / max(size, 1) for count in row] for row, size in zip(counts, sizes)]
