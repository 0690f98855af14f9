# says: Your mean is NaN
# earns: 0.6
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[:, -1]
    failed = np.isnan(last)
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first
