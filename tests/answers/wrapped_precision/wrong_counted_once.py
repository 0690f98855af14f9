# says: but count each image once
# earns: 0.3
import math


def wrapped_precision(right, batch_size):
    return right.sum() / (math.ceil(len(right) / batch_size) * batch_size), right.mean()
