# says: too few. Count images, not groups, and go on until it holds at least its share
import numpy as np


def group_split(groups, share):
    ids, counts = np.unique(groups, return_counts=True)
    return ~np.isin(groups, ids[np.cumsum(counts) <= share * len(groups)])
