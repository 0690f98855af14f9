# says: You took the last run
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[-1]
    failed = np.isnan(curves[:, -1])
    last = np.nan_to_num(last)
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first
