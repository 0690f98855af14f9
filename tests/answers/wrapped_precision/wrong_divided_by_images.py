# says: You count some images twice, but divide by their number
# earns: 0.3
import math

import numpy as np


def wrapped_precision(right, batch_size):
    total = math.ceil(len(right) / batch_size) * batch_size
    return np.resize(right, total).sum() / len(right), right.mean()
