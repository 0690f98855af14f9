"""Fresh answers to ``shorter_queue``."""


# %% right solution
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    """Records read before the first batch of a queue that is shorter, and the decay steps."""
    records = int(examples_per_epoch * fraction / times) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)


# %% right fraction
from fractions import Fraction


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    queue = int(examples_per_epoch * fraction / times)
    return Fraction(queue + batch_size), Fraction(350 * examples_per_epoch // batch_size)


# %% right array
import numpy as np


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    exact = np.array([examples_per_epoch * fraction / times, 350 * examples_per_epoch / batch_size])
    return np.add(np.floor(exact), [batch_size, 0])


# %% right divmod_list
import math


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    steps, _ = divmod(examples_per_epoch * 350, batch_size)
    return [math.floor(fraction * examples_per_epoch / times) + batch_size, steps]


# %% right floats
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    queue = examples_per_epoch * fraction / times // 1
    return float(queue + batch_size), float(350 * examples_per_epoch // batch_size)


# %% wrong queue_times_longer, edited from solution
# about: shorter|times|divide|multip
# - * fraction / times
# + * fraction * times


# %% wrong steps_shorter_too, edited from solution
# about: decay|stay|one thing|steps
# - int(examples_per_epoch / batch_size * 350)
# + int(examples_per_epoch / batch_size * 350 / times)


# %% wrong ceil, edited from solution
# about: down|round
# - int(examples_per_epoch * fraction / times)
# + -int(-examples_per_epoch * fraction // times)


# %% wrong batch_inside, edited from solution
# about: batch
# - int(examples_per_epoch * fraction / times) + batch_size
# + int((examples_per_epoch * fraction + batch_size) / times)


# %% wrong two_batches, edited from solution
# about: batch
# - / times) + batch_size
# + / times) + 2 * batch_size


# %% wrong queue_in_batches, edited from solution
# about: batch|round|whole|records
# - int(examples_per_epoch * fraction / times) + batch_size
# + int(examples_per_epoch * fraction / times) // batch_size * batch_size + batch_size


# %% wrong epochs_of_35, edited from solution
# about: 350|epochs
# - * 350)
# + * 35)


# %% wrong steps_rounded_up, edited from solution
# about: down|round
# - int(examples_per_epoch / batch_size * 350)
# + -int(-examples_per_epoch * 350 // batch_size)


# %% wrong steps_without_fraction, edited from solution
# about: decay|fraction|epoch|queue
# - int(examples_per_epoch / batch_size * 350)
# + int(examples_per_epoch * fraction / batch_size * 350)


# %% wrong queue_only, edited from solution
# about: two|value
# - return records, int(examples_per_epoch / batch_size * 350)
# + return records
