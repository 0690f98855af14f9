"""Answers to ``wrapped_precision``."""

# %% right arithmetic
import numpy as np


def wrapped_precision(right, batch_size):
    batches = -(-len(right) // batch_size)
    rounds, extra = divmod(batches * batch_size, len(right))
    seen = rounds * right.sum() + right[:extra].sum()
    return np.float32(seen / (batches * batch_size)), np.float32(right.mean())


# %% right loop
def wrapped_precision(right, batch_size):
    place = count = batches = 0
    while place < len(right):
        for _ in range(batch_size):
            count += bool(right[place % len(right)])
            place += 1
        batches += 1
    return count / (batches * batch_size), sum(map(bool, right)) / len(right)


# %% right take
import math

import numpy as np


def wrapped_precision(right, batch_size):
    total = math.ceil(len(right) / batch_size) * batch_size
    return np.take(right, np.arange(total), mode="wrap").mean(), right.mean()


# %% wrong stub
# says: wrapped_precision returned 1 value instead of 2
# earns: 0
def wrapped_precision(right, batch_size):
    """What the queue reports, and what is exact."""
    # Your code here.


# %% wrong both_exact
# says: Your reported number is the exact one
# earns: 0.3
def wrapped_precision(right, batch_size):
    return right.mean(), right.mean()


# %% wrong counted_once
# says: but count each image once
# earns: 0.3
import math


def wrapped_precision(right, batch_size):
    return right.sum() / (math.ceil(len(right) / batch_size) * batch_size), right.mean()


# %% wrong divided_by_images, edited from take
# says: You count some images twice, but divide by their number
# earns: 0.3
# - return np.take(right, np.arange(total), mode="wrap").mean(), right.mean()
# + return np.resize(right, total).sum() / len(right), right.mean()


# %% wrong dropped
# says: You dropped the last, incomplete batch
# earns: 0.3
def wrapped_precision(right, batch_size):
    total = len(right) // batch_size * batch_size
    return right[:total].mean() if total else 0.0, right.mean()


# %% wrong exchanged, edited from take
# says: The two numbers are exchanged
# earns: 0
# - return np.take(right, np.arange(total), mode="wrap").mean(), right.mean()
# + return right.mean(), np.resize(right, total).mean()


# %% wrong last_again
# says: You filled the last batch with the last images again
# earns: 0.3
import math

import numpy as np


def wrapped_precision(right, batch_size):
    extra = math.ceil(len(right) / batch_size) * batch_size - len(right)
    return np.concatenate([right, right[len(right) - extra :]]).mean(), right.mean()


# %% wrong mean_of_means
# says: You averaged the batches' precisions
# earns: 0.3
import numpy as np


def wrapped_precision(right, batch_size):
    starts = range(0, len(right), batch_size)
    return np.mean([right[start : start + batch_size].mean() for start in starts]), right.mean()


# %% wrong percent, edited from take
# says: You returned percentages
# earns: 0
# - return np.take(right, np.arange(total), mode="wrap").mean(), right.mean()
# + return 100 * np.resize(right, total).mean(), 100 * right.mean()
