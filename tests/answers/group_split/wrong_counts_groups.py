# says: Count images, not groups
import numpy as np


def group_split(groups, share):
    ids = np.unique(groups)
    return ~np.isin(groups, ids[: round(share * len(ids))])
