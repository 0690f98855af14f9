# says: You took the best accuracy that each run ever had
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nanmax(curves, axis=1)
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, last)
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first
