"""Answers to ``group_split``."""

# %% right cumulative
import numpy as np


def group_split(groups, share):
    ids, counts = np.unique(groups, return_counts=True)
    before = np.cumsum(counts) - counts
    return ~np.isin(groups, ids[before < share * len(groups)])


# %% right loop
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training


# %% right python
def group_split(groups, share):
    members = {}
    for index, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(index)
    validation = set()
    for group in sorted(members):
        if len(validation) < share * len(groups):
            validation.update(members[group])
    return [index not in validation for index in range(len(groups))]


# %% right zeros_and_ones
import numpy as np


def group_split(groups, share):
    training, taken = np.ones(len(groups), np.int64), 0
    for group in sorted(set(groups.tolist())):
        if taken < share * len(groups):
            training[groups == group] = 0
            taken = len(groups) - training.sum()
    return training


# %% wrong stub
# says: group_split returned None. Is its body written
# earns: 0
def group_split(groups, share):
    """Which images are for training."""


# %% wrong at_most
# says: too few. Count images, not groups, and go on until it holds at least its share
# earns: 0
import numpy as np


def group_split(groups, share):
    ids, counts = np.unique(groups, return_counts=True)
    return ~np.isin(groups, ids[np.cumsum(counts) <= share * len(groups)])


# %% wrong counts_groups
# says: Count images, not groups
# earns: 0
import numpy as np


def group_split(groups, share):
    ids = np.unique(groups)
    return ~np.isin(groups, ids[: round(share * len(ids))])


# %% wrong descending, edited from loop
# says: You take the groups from the largest number down
# earns: 0.5
# - for group in np.unique(groups):
# + for group in np.unique(groups)[::-1]:


# %% wrong everything
# says: All images are on one side
# earns: 0
import numpy as np


def group_split(groups, share):
    return np.ones(len(groups), bool)


# %% wrong exchanged, edited from loop
# says: The sides are exchanged: True means training
# earns: 0
# - return training
# + return ~training


# %% wrong first_occurrence, edited from loop
# says: in the order in which they first occur
# earns: 0.5
# - for group in np.unique(groups):
# + for group in dict.fromkeys(groups.tolist()):


# %% wrong images
# says: are on both sides, so validation knows what was trained on
# earns: 0
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    training[: int(np.ceil(share * len(groups)))] = False
    return training


# %% wrong indices, edited from loop
# says: Return one truth value for each image
# earns: 0
# - return training
# + return np.flatnonzero(training)


# %% wrong random_groups, edited from loop
# says: not at random and not by size
# earns: 0.5
# - for group in np.unique(groups):
# + for group in np.random.default_rng(3).permutation(np.unique(groups)):


# %% wrong random_images
# says: are on both sides, so validation knows what was trained on
# earns: 0
import numpy as np


def group_split(groups, share):
    return np.random.default_rng(1).random(len(groups)) >= share


# %% wrong sorted, edited from loop
# says: Your truth values belong to sorted groups
# earns: 0
# - def group_split(groups, share):
# + def group_split(groups, share):
# +     groups = np.sort(groups)


# %% wrong training_first, edited from loop
# says: too few. Count images, not groups, and go on until it holds at least its share
# earns: 0
# - training = np.ones(len(groups), bool)
# + training = np.zeros(len(groups), bool)
# - if np.sum(~training) >= share * len(groups):
# + if np.sum(training) >= (1 - share) * len(groups):
# - training[groups == group] = False
# + training[groups == group] = True
