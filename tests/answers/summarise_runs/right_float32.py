import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1].astype(np.float32))
    passages = []
    for curve in curves:
        places = np.flatnonzero(curve >= target)
        passages.append(steps[places[0]] if len(places) else -1)
    return [np.mean(last), np.max(last), float(np.isnan(curves[:, -1]).sum()), np.array(passages)]
