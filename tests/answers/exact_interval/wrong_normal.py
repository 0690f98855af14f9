# says: That is share ± z standard errors
import math

from scipy import stats


def exact_interval(correct, total, confidence):
    z = stats.norm.ppf((1 + confidence) / 2)
    share = correct / total
    half = z * math.sqrt(share * (1 - share) / total)
    return share - half, share + half
