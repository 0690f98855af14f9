"""Answers to ``summarise_runs``."""

# %% right float32
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1].astype(np.float32))
    passages = []
    for curve in curves:
        places = np.flatnonzero(curve >= target)
        passages.append(steps[places[0]] if len(places) else -1)
    return [np.mean(last), np.max(last), float(np.isnan(curves[:, -1]).sum()), np.array(passages)]


# %% right loops
import math


def summarise_runs(curves, steps, target):
    ends, failures, first = [], 0, []
    for curve in curves.tolist():
        failed = math.isnan(curve[-1])
        failures += failed
        ends.append(0.0 if failed else curve[-1])
        for step, accuracy in zip(steps.tolist(), curve):
            if accuracy >= target:
                first.append(step)
                break
        else:
            first.append(-1)
    return sum(ends) / len(ends), max(ends), failures, first


# %% right numpy
import numpy as np


def summarise_runs(curves, steps, target):
    last = curves[:, -1]
    failed = np.isnan(last)
    last = np.where(failed, 0, last)
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first


# %% wrong stub
# says: End it with: return mean, maximum, failures, first_passages. So far it returns None
# earns: 0
def summarise_runs(curves, steps, target):
    """Mean, maximum, failures and first passages of several runs."""
    # Your code here.


# %% wrong above, edited from numpy
# says: compare with >=
# earns: 0.7
# - reached = curves >= target
# + reached = curves > target


# %% wrong all_measurements, edited from numpy
# says: mean over all measurements
# earns: 0.3
# - return last.mean(), last.max(), failed.sum(), first
# + return np.nan_to_num(curves).mean(), last.max(), failed.sum(), first


# %% wrong argmax_place
# says: You returned the places of the measurements
# earns: 0.7
import numpy as np


def summarise_runs(curves, steps, target):
    last = np.nan_to_num(curves[:, -1])
    failures = np.isnan(curves[:, -1]).sum()
    return last.mean(), last.max(), failures, np.argmax(curves >= target, axis=1)


# %% wrong before_diverging, edited from numpy
# says: with the last accuracy before it diverged
# earns: 0.6
# - last = np.where(failed, 0, last)
# + last = np.array([curve[~np.isnan(curve)][-1] for curve in curves])


# %% wrong best, edited from numpy
# says: You took the best accuracy that each run ever had
# earns: 0.3
# -     last = curves[:, -1]
# -     failed = np.isnan(last)
# +     last = np.nanmax(curves, axis=1)
# +     failed = np.isnan(curves[:, -1])


# %% wrong best_ever
# says: Your maximum is that of all measurements
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), np.nanmax(curves), failed.sum(), first


# %% wrong counts_measurements, edited from numpy
# says: You counted the measurements that are NaN
# earns: 0.6
# - return last.mean(), last.max(), failed.sum(), first
# + return last.mean(), last.max(), np.isnan(curves).sum(), first


# %% wrong dropped, edited from numpy
# says: Your mean leaves the failed runs out
# earns: 0.6
# -     failed = np.isnan(last)
# -     last = np.where(failed, 0, last)
# +     failed = np.isnan(last)
# - return last.mean(), last.max(), failed.sum(), first
# + return np.nanmean(last), np.nanmax(last), failed.sum(), first


# %% wrong equals_nan, edited from numpy
# says: nothing equals NaN, not even NaN
# earns: 0.6
# - return last.mean(), last.max(), failed.sum(), first
# + return last.mean(), last.max(), (curves[:, -1] == np.nan).sum(), first


# %% wrong exchanged
# says: Mean and maximum are exchanged
# earns: 0.3
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.max(), last.mean(), failed.sum(), first


# %% wrong failed_never, edited from numpy
# says: They did reach it
# earns: 0.7
# - first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
# + first = np.where(reached.any(axis=1) & ~failed, steps[reached.argmax(axis=1)], -1)


# %% wrong last_passage
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


# %% wrong last_run, edited from numpy
# says: You took the last run
# earns: 0.3
# -     last = curves[:, -1]
# -     failed = np.isnan(last)
# -     last = np.where(failed, 0, last)
# +     last = curves[-1]
# +     failed = np.isnan(curves[:, -1])
# +     last = np.nan_to_num(last)


# %% wrong mask
# says: Your failures hold a value for each run
# earns: 0.6
import numpy as np


def summarise_runs(curves, steps, target):
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed, first


# %% wrong nan, edited from numpy
# says: Your mean is NaN
# earns: 0.6
# -     failed = np.isnan(last)
# -     last = np.where(failed, 0, last)
# +     failed = np.isnan(last)


# %% wrong nan_passages, edited from numpy
# says: Give -1, not None or NaN
# earns: 0.7
# - first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
# + first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], np.nan)


# %% wrong never, edited from numpy
# says: argmax of nothing but False is 0
# earns: 0.7
# - first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
# + first = steps[reached.argmax(axis=1)]


# %% wrong places, edited from numpy
# says: You returned the places
# earns: 0.7
# - first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
# + first = np.where(reached.any(axis=1), reached.argmax(axis=1), -1)


# %% wrong zero
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
