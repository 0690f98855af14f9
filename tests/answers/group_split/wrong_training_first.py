# says: too few. Count images, not groups, and go on until it holds at least its share
import numpy as np


def group_split(groups, share):
    training = np.zeros(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(training) >= (1 - share) * len(groups):
            break
        training[groups == group] = True
    return training
