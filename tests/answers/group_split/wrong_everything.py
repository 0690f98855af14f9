# says: All images are on one side
import numpy as np


def group_split(groups, share):
    return np.ones(len(groups), bool)
