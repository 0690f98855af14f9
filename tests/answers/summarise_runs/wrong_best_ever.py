# says: Your maximum is that of all measurements
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), np.nanmax(curves), failed.sum(), first
