# says: not at random and not by size
# earns: 0.5
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in np.random.default_rng(3).permutation(np.unique(groups)):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
