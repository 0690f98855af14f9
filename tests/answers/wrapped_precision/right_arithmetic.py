import numpy as np


def wrapped_precision(right, batch_size):
    batches = -(-len(right) // batch_size)
    rounds, extra = divmod(batches * batch_size, len(right))
    seen = rounds * right.sum() + right[:extra].sum()
    return np.float32(seen / (batches * batch_size)), np.float32(right.mean())
