"""Answers to ``shorter_queue``."""

# %% right counted
import numpy as np


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = np.int64(examples_per_epoch * fraction // times)
    for _ in range(batch_size):
        records += 1
    return np.array([records, examples_per_epoch * 350 // batch_size])[:, None].ravel().tolist()


# %% right fractions
import math
from fractions import Fraction


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    queue = math.floor(examples_per_epoch * (Fraction(fraction) / times))
    return queue + batch_size, 350 * examples_per_epoch // batch_size


# %% right one_line
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)


# %% wrong stub
# says: shorter_queue returned 1 value instead of 2
# earns: 0
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    """Records read before the first batch, and decay steps."""
    # Your code here.


# %% wrong as_long, edited from one_line
# says: as long as before
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = int(examples_per_epoch * fraction) + batch_size


# %% wrong batch_forgotten, edited from one_line
# says: one more record for each
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = int(examples_per_epoch * fraction / times)


# %% wrong batch_of_the_tutorial
# says: You wrote 128 for the batch
# earns: 0
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + 128
    return records, int(examples_per_epoch / 128 * 350)


# %% wrong batch_shorter, edited from one_line
# says: The batch does not get smaller
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = (int(examples_per_epoch * fraction) + batch_size) // times


# %% wrong fraction_forgotten, edited from one_line
# says: You left out the fraction
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = int(examples_per_epoch / times) + batch_size


# %% wrong fraction_of_the_tutorial, edited from one_line
# says: You wrote 0.4 for the fraction
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = int(examples_per_epoch * 0.4 / times) + batch_size


# %% wrong images, edited from one_line
# says: You count images, not steps
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, examples_per_epoch * 350


# %% wrong nearest
# says: You round to the nearest whole number
# earns: 0
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = round(examples_per_epoch * fraction / times) + batch_size
    return records, round(examples_per_epoch / batch_size * 350)


# %% wrong not_rounded, edited from one_line
# says: Steps are whole numbers
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, examples_per_epoch / batch_size * 350


# %% wrong one_epoch, edited from one_line
# says: every 350 epochs
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, examples_per_epoch // batch_size


# %% wrong one_short, edited from one_line
# says: one record short
# earns: 0.5
# - records = int(examples_per_epoch * fraction / times) + batch_size
# + records = int(examples_per_epoch * fraction / times) + batch_size - 1


# %% wrong order, edited from one_line
# says: You return the decay steps first
# earns: 0
# - return records, int(examples_per_epoch / batch_size * 350)
# + return int(examples_per_epoch / batch_size * 350), records


# %% wrong queue_as_epoch, edited from one_line
# says: the length of the queue for the length of an epoch
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, int((records - batch_size) / batch_size * 350)


# %% wrong rounded_early, edited from one_line
# says: Round once
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, examples_per_epoch // batch_size * 350


# %% wrong trap
# says: Here is the trap
# earns: 0.5
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    examples_per_epoch /= times
    records = int(examples_per_epoch * fraction) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)


# %% wrong trap_in_whole_numbers, edited from one_line
# says: Here is the trap
# earns: 0.5
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records, examples_per_epoch // times * 350 // batch_size
