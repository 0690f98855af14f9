import math


def softmax_jacobian(logits):
    top = max(logits)
    e = [math.exp(x - top) for x in logits]
    p = [x / sum(e) for x in e]
    return p, [[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]
