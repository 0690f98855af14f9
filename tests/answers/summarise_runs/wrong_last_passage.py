# says: You returned the last step at which a run is at the target
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1])
    first = []
    for curve in curves:
        places = np.flatnonzero(curve >= target)
        first.append(steps[places[-1]] if len(places) else -1)
    return last.mean(), last.max(), np.isnan(curves[:, -1]).sum(), np.array(first)
