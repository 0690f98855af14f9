import math


def softmax_jacobian(logits):
    top = max(logits)
    e = [math.exp(z - top) for z in logits]
    p = [x / sum(e) for x in e]
    return [
        [p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in range(len(p))]
        for i in range(len(p))
    ]
