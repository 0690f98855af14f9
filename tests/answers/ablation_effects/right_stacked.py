import numpy as np


def ablation_effects(right):
    right = np.asarray(right, np.float64)
    none, second, first, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]
    each = np.stack(
        [
            (first - none + both - second) / 2,
            (second - none + both - first) / 2,
            both - second - first + none,
        ]
    )
    return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
