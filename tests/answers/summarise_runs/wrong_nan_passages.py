# says: Give -1, not None or NaN
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[:, -1]
    failed = np.isnan(last)
    last = np.where(failed, 0, last)
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], np.nan)
    return last.mean(), last.max(), failed.sum(), first
