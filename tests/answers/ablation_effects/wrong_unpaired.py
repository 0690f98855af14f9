# says: as if each had its own images
# earns: 0.6
import numpy as np


def ablation_effects(right):
    (none, second), (first, both) = right.mean(axis=-1)
    effects = (first + both - none - second) / 2, (second + both - none - first) / 2
    variance = (right.var(axis=-1, ddof=1) / right.shape[-1]).sum()
    errors = np.sqrt(variance) * np.array([0.5, 0.5, 1])
    return [*effects, both - first - second + none], errors
