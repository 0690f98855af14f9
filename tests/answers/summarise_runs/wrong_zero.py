# says: A run that never reaches the target gets a 0
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1])
    first = np.zeros(len(curves))
    for run, curve in enumerate(curves):
        places = np.flatnonzero(curve >= target)
        if len(places):
            first[run] = steps[places[0]]
    return last.mean(), last.max(), np.isnan(curves[:, -1]).sum(), first
