import math


def softmax(logits):
    rows = []
    for row in logits:
        top = max(row)
        e = [math.exp(z - top) for z in row]
        rows.append([x / sum(e) for x in e])
    return rows
