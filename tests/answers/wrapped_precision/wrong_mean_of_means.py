# says: You averaged the batches' precisions
# earns: 0.3
import numpy as np


def wrapped_precision(right, batch_size):
    starts = range(0, len(right), batch_size)
    return np.mean([right[start : start + batch_size].mean() for start in starts]), right.mean()
