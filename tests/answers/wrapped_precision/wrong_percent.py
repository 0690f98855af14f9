# says: You returned percentages
# earns: 0
import math

import numpy as np


def wrapped_precision(right, batch_size):
    total = math.ceil(len(right) / batch_size) * batch_size
    return 100 * np.resize(right, total).mean(), 100 * right.mean()
