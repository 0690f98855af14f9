import numpy as np

CONTRASTS = np.array([[[-1, -1], [1, 1]], [[-1, 1], [-1, 1]], [[2, -2], [-2, 2]]]) / 2


def ablation_effects(right):
    each = np.einsum("kij,ijn->kn", CONTRASTS, right.astype(np.float32))
    return each.mean(-1), each.std(-1) / len(right[0, 0]) ** 0.5
