import numpy as np


def group_split(groups, share):
    ids, counts = np.unique(groups, return_counts=True)
    before = np.cumsum(counts) - counts
    return ~np.isin(groups, ids[before < share * len(groups)])
