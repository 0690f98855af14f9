import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    enough = stats.binom.sf(correct - 1, total, p) >= tail
    few = stats.binom.cdf(correct, total, p) >= tail
    return p[enough][0], p[few][-1]
