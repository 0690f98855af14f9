# says: You take the groups from the largest number down
# earns: 0.5
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in np.unique(groups)[::-1]:
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
