# says: You returned the places of the measurements
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1])
    failures = np.isnan(curves[:, -1]).sum()
    return last.mean(), last.max(), failures, np.argmax(curves >= target, axis=1)
