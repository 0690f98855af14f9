# says: You filled the last batch with the last images again
# earns: 0.3
import math

import numpy as np


def wrapped_precision(right, batch_size):
    extra = math.ceil(len(right) / batch_size) * batch_size - len(right)
    return np.concatenate([right, right[len(right) - extra :]]).mean(), right.mean()
