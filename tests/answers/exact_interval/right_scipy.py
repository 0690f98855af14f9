from scipy import stats


def exact_interval(correct, total, confidence):
    found = stats.binomtest(correct, total).proportion_ci(confidence, method="exact")
    return found.low, found.high
