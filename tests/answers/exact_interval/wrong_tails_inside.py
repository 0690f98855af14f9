# says: The number of right images itself is missing
# earns: 0
import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    more = stats.binom.sf(correct, total, p) >= tail
    fewer = stats.binom.cdf(correct - 1, total, p) >= tail
    return p[more][0] if more.any() else 1.0, p[fewer][-1] if fewer.any() else 0.0
