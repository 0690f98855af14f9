# says: are on both sides, so validation knows what was trained on
import numpy as np


def group_split(groups, share):
    return np.random.default_rng(1).random(len(groups)) >= share
