# says: Your failures hold a value for each run
# earns: 0.6
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed, first
