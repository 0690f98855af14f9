# says: That is Wilson's interval
from scipy import stats

from course_utils.evaluation import wilson_interval


def exact_interval(correct, total, confidence):
    return wilson_interval(correct, total, z=stats.norm.ppf((1 + confidence) / 2))
