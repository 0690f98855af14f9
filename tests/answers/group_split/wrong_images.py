# says: are on both sides, so validation knows what was trained on
import numpy as np


def group_split(groups, share):
    training = np.ones(len(groups), bool)
    training[: int(np.ceil(share * len(groups)))] = False
    return training
