"""Fresh answers to ``wrapped_precision``."""

# %% right solution
import numpy as np


def wrapped_precision(right, batch_size):
    """What a queue that wraps reports, and the exact precision: (N,) bools -> two shares."""
    total = -(-len(right) // batch_size) * batch_size
    return np.resize(right, total).mean(), np.mean(right)


# %% right fractions
from fractions import Fraction


def wrapped_precision(right, batch_size):
    n, r = len(right), int(sum(right))
    batches = (n + batch_size - 1) // batch_size
    rounds, rest = divmod(batches * batch_size, n)
    seen = rounds * r + int(sum(right[:rest]))
    return [Fraction(seen, batches * batch_size), Fraction(r, n)]


# %% right queue
from collections import deque

import numpy as np


def wrapped_precision(right, batch_size):
    queue, found, shown = deque(right.tolist()), 0, 0
    while shown < len(right):
        for _ in range(batch_size):
            found += queue[0]
            queue.rotate(-1)
        shown += batch_size
    return np.array([found / shown, right.mean()])


# %% right pad
import numpy as np


def wrapped_precision(right, batch_size):
    missing = -len(right) % batch_size
    padded = np.pad(right.astype(float), (0, missing), mode="wrap")
    return padded.reshape(-1, batch_size).mean(axis=1).mean(), np.average(right)


# %% right cycle
from itertools import cycle, islice
from math import ceil


def wrapped_precision(right, batch_size):
    total = ceil(len(right) / batch_size) * batch_size
    seen = list(islice(cycle(right), total))
    return sum(map(int, seen)) / total, sum(map(int, right)) / len(right)


# %% wrong one_batch_more, edited from solution
# about: batch|few
# - -(-len(right) // batch_size)
# + (len(right) // batch_size + 1)


# %% wrong batches_rounded_down, edited from solution
# about: round|up|every image|last batch|rest
# - -(-len(right) // batch_size)
# + max(len(right) // batch_size, 1)


# %% wrong filled_with_wrong, edited from solution
# about: first ones|goes on|wrap|filled
# - np.resize(right, total).mean()
# + np.sum(right) / total


# %% wrong filled_with_right, edited from solution
# about: first ones|goes on|wrap|filled
# - np.resize(right, total).mean()
# + (np.sum(right) + total - len(right)) / total


# %% wrong backwards, edited from solution
# about: first ones|order|revers|goes on|wrap
# - np.resize(right, total).mean()
# + np.resize(right[::-1], total).mean()


# %% wrong begins_once_again_only, edited from solution
# about: more than once|large|again
# - np.resize(right, total).mean()
# + np.concatenate([right, right])[:total].mean()


# %% wrong errors, edited from solution
# about: right|wrong|error|share
# - np.resize(right, total).mean(), np.mean(right)
# + 1 - np.resize(right, total).mean(), 1 - np.mean(right)


# %% wrong difference, edited from solution
# about: exact|second|difference
# - , np.mean(right)
# + , np.resize(right, total).mean() - np.mean(right)


# %% wrong counts, edited from solution
# about: share|count|divide
# - np.resize(right, total).mean(), np.mean(right)
# + np.resize(right, total).sum(), np.sum(right)


# %% wrong exact_of_whole_batches, edited from solution
# about: exact|each image|once
# - , np.mean(right)
# + , np.mean(right[: len(right) // batch_size * batch_size])


# %% wrong repeats_each, edited from solution
# about: order|first ones|goes on|wrap|repeat
# - np.resize(right, total)
# + np.repeat(right, -(-total // len(right)))[:total]
