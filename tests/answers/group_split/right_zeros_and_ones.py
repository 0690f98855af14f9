import numpy as np


def group_split(groups, share):
    training, taken = np.ones(len(groups), np.int64), 0
    for group in sorted(set(groups.tolist())):
        if taken < share * len(groups):
            training[groups == group] = 0
            taken = len(groups) - training.sum()
    return training
