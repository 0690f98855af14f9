"""Fresh answers to ``group_split``."""

# %% right solution
import numpy as np


def group_split(groups, share):
    """Which images are for training; groups stay whole: whole numbers (N,), share -> bool (N,)."""
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training


# %% right searchsorted
import numpy as np


def group_split(groups, share):
    names, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    return (before >= share * len(groups))[inverse]


# %% right fractions
from fractions import Fraction


def group_split(groups, share):
    wanted, taken, validation = Fraction(float(share)) * len(groups), 0, set()
    for group in sorted(set(groups.tolist())):
        if taken >= wanted:
            break
        validation.add(group)
        taken += groups.tolist().count(group)
    return [group not in validation for group in groups.tolist()]


# %% right isin
import numpy as np


def group_split(groups, share):
    taken, count = [], 0
    for name, size in zip(*np.unique(groups, return_counts=True), strict=True):
        if count < share * groups.size:
            taken.append(name)
            count += size
    return np.isin(groups, taken, invert=True)


# %% right threshold
import numpy as np


def group_split(groups, share):
    ordered = np.sort(groups)
    needed = int(np.ceil(share * len(groups)))
    last = ordered[needed - 1] if needed > 0 else ordered[0] - 1
    return groups > last


# %% wrong strictly_more, edited from solution
# about: at least|equal|exactly|enough|>=
# - np.sum(~training) >= share
# + np.sum(~training) > share


# %% wrong rounded_down, edited from solution
# about: round|int|at least|share
# - >= share * len(groups)
# + >= int(share * len(groups))


# %% wrong rounded_to_nearest, edited from solution
# about: round|at least|share
# - >= share * len(groups)
# + >= round(share * len(groups))


# %% wrong negative_numbers_skipped
# about: order|ascending|negative|number
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in range(int(groups.max()) + 1):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training


# %% wrong one_more, edited from solution
# about: before|enough|one group|too many
# - if np.sum(~training) >= share * len(groups):
# -             break
# -         training[groups == group] = False
# + training[groups == group] = False
# +         if np.sum(~training) > share * len(groups):
# +             break


# %% wrong groups_cut, edited from solution
# about: whole|group
# - return training
# + training[np.cumsum(~training) > share * len(groups)] = True
# +     return training


# %% wrong largest_first
# about: ascending|order|number
import numpy as np


def group_split(groups, share):
    names, counts = np.unique(groups, return_counts=True)
    training = np.ones(len(groups), bool)
    for group in names[np.argsort(-counts, kind="stable")]:
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training


# %% wrong closest
# about: at least|closest|enough|until
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        own = np.sum(groups == group)
        if np.sum(~training) + own / 2 >= share * len(groups):
            break
        training[groups == group] = False
    return training


# %% wrong share_of_rest, edited from solution
# about: share|training|N|images
# - share * len(groups)
# + (1 - share) * len(groups)


# %% wrong indices, edited from solution
# about: truth|bool|True|indices
# - return training
# + return np.flatnonzero(training)


# %% wrong turned, edited from solution
# about: True|False|exchang|training
# - return training
# + return ~training
