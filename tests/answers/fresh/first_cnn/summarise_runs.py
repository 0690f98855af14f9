"""Fresh answers to ``summarise_runs``."""

# %% right solution
import numpy as np


def summarise_runs(curves, steps, target):
    """(R, M) accuracies, (M,) steps, target -> mean, maximum, failures, first passages (R,)."""
    failed = np.isnan(curves[:, -1])
    last = np.where(failed, 0, curves[:, -1])
    reached = curves >= target
    first = np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
    return last.mean(), last.max(), failed.sum(), first


# %% right python
import math


def summarise_runs(curves, steps, target):
    last = [0.0 if math.isnan(curve[-1]) else float(curve[-1]) for curve in curves]
    passages = []
    for curve in curves:
        hits = [int(s) for s, accuracy in zip(steps, curve, strict=True) if accuracy >= target]
        passages.append(hits[0] if hits else -1)
    failures = sum(1 for curve in curves if math.isnan(curve[-1]))
    return sum(last) / len(last), max(last), failures, passages


# %% right minimum_step
import numpy as np


def summarise_runs(curves, steps, target):
    late = np.iinfo(np.int64).max
    passages = np.where(curves >= target, steps, late).min(axis=1)
    last = np.nan_to_num(curves[:, -1], nan=0.0)
    passages[passages == late] = -1
    return [np.mean(last), np.max(last), np.isnan(curves[:, -1]).sum(), passages]


# %% right cumulative
import numpy as np


def summarise_runs(curves, steps, target):
    reached = np.logical_or.accumulate(np.nan_to_num(curves, nan=-1.0) >= target, axis=1)
    place = (~reached).sum(axis=1)
    first = np.append(steps, -1)[place]
    failed = curves[:, -1] != curves[:, -1]
    last = np.where(failed, 0.0, curves[:, -1]).astype(np.float64)
    return last.sum() / len(last), last.max(), int(failed.sum()), first.astype(float)


# %% right fraction
from fractions import Fraction

import numpy as np


def summarise_runs(curves, steps, target):
    last = [Fraction(0) if np.isnan(c[-1]) else Fraction(float(c[-1])) for c in curves]
    first = np.full(len(curves), -1)
    for run in range(len(curves)):
        for place in range(len(steps) - 1, -1, -1):
            if curves[run, place] >= target:
                first[run] = steps[place]
    return sum(last) / len(last), max(last), int(np.isnan(curves[:, -1]).sum()), first


# %% wrong strictly_above, edited from solution
# about: at least|equal|exactly|>=
# - curves >= target
# + curves > target


# %% wrong nan_anywhere_after_target, edited from solution
# about: diverge|did reach|later
# - reached = curves >= target
# + reached = (curves >= target) & ~failed[:, None]


# %% wrong nanmean, edited from solution
# about: count|0|left out|failed|mean
# - last.mean(), last.max()
# + np.nanmean(curves[:, -1]), last.max()


# %% wrong median, edited from solution
# about: mean|median
# - last.mean()
# + np.median(last)


# %% wrong step_before, edited from solution
# about: first|step|place
# - steps[reached.argmax(axis=1)]
# + steps[np.maximum(reached.argmax(axis=1) - 1, 0)]


# %% wrong last_step_for_never, edited from solution
# about: -1|−1|never
# - , -1)
# + , steps[-1])


# %% wrong survivors, edited from solution
# about: failure|NaN|failed
# - failed.sum()
# + (~failed).sum()


# %% wrong share_of_failures, edited from solution
# about: failure|how many|number|share
# - failed.sum()
# + failed.mean()


# %% wrong best_of_each, edited from solution
# about: last
# - last = np.where(failed, 0, curves[:, -1])
# + last = np.nanmax(np.where(np.isnan(curves), 0, curves), axis=1)


# %% wrong three_only, edited from solution
# about: four|value
# - failed.sum(), first
# + failed.sum()


# %% wrong all_zero_run, edited from solution
# about: NaN|failure|0
# - failed = np.isnan(curves[:, -1])
# + failed = np.isnan(curves[:, -1]) | (curves[:, -1] == 0)
