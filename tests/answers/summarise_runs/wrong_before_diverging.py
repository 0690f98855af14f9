# says: with the last accuracy before it diverged
# earns: 0.6
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[:, -1]
    failed = np.isnan(last)
    last = np.array([curve[~np.isnan(curve)][-1] for curve in curves])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first
