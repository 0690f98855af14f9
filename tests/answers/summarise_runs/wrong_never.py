# says: argmax of nothing but False is 0
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[:, -1]
    failed = np.isnan(last)
    last = np.where(failed, 0, last)
    reached = curves >= target
    first = steps[reached.argmax(axis=1)]
    return last.mean(), last.max(), failed.sum(), first
