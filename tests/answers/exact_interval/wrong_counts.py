# says: That is where counts lie
# earns: 0
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low, high = stats.binom.ppf([tail, 1 - tail], total, correct / total) / total
    return low, high
