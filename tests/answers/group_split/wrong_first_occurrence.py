# says: in the order in which they first occur
# earns: 0.5
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    for group in dict.fromkeys(groups.tolist()):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
