# says: Your truth values belong to sorted groups
import numpy as np


def group_split(groups, share):
    groups = np.sort(groups)
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
