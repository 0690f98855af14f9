# says: The two numbers are exchanged
# earns: 0
import math

import numpy as np


def wrapped_precision(right, batch_size):
    total = math.ceil(len(right) / batch_size) * batch_size
    return right.mean(), np.resize(right, total).mean()
