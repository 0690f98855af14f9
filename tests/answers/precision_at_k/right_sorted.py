import numpy as np


def precision_at_k(scores, labels, k):
    finite = np.isfinite(scores).all(axis=1)
    rows = np.where(finite[:, None], scores, 0)
    own = np.take_along_axis(rows, labels[:, None], axis=1)
    after = np.sort(rows, axis=1)[:, ::-1][:, k]  # the first score that does not count
    return np.float32(np.mean(finite & (own[:, 0] > after), dtype=np.float32))
