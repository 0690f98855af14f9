# says: an end of yours is NaN
# earns: 0.6
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low = stats.beta.ppf(tail, correct, total - correct + 1)
    high = stats.beta.ppf(1 - tail, correct + 1, total - correct)
    return low, high
