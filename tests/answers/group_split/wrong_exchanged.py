# says: The sides are exchanged: True stands for training
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return ~training
