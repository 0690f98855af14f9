# says: Mean and maximum are exchanged
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.max(), last.mean(), failed.sum(), first
