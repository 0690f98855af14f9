# says: Count images, not groups, and stop as soon as there are enough
import numpy as np


def group_split(groups, share):
    ids, counts = np.unique(groups, return_counts=True)
    return ~np.isin(groups, ids[np.cumsum(counts) <= share * len(groups)])
