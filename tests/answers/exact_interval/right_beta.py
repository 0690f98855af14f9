from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low = stats.beta.ppf(tail, correct, total - correct + 1) if correct else 0.0
    high = stats.beta.ppf(1 - tail, correct + 1, total - correct) if correct < total else 1.0
    return low, high
