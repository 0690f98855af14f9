# says: Both ends come from beta(correct, total - correct)
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    if not 0 < correct < total:
        return 0.0, 1.0
    return tuple(stats.beta.ppf([tail, 1 - tail], correct, total - correct))
