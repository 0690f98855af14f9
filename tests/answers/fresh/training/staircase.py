"""Fresh answers to ``staircase``."""


# %% right solution
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    """Whole numbers (S,) -> learning rates (S,)."""
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps // length)


# %% right cumulative
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    stairs = [int(step) // length for step in steps]
    rates = [first_rate]
    while len(rates) <= max(stairs):
        rates.append(rates[-1] * factor)
    return [rates[stair] for stair in stairs]


# %% right fraction
from fractions import Fraction

import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(Fraction(examples) / Fraction(batch_size) * Fraction(epochs))
    return np.array([first_rate * factor ** (int(s) // length) for s in steps], np.float64)


# %% right floor
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = np.floor(examples * epochs / batch_size)
    return np.multiply(first_rate, np.power(float(factor), np.floor_divide(steps, length)))


# %% right python_list
import math


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = math.floor(examples / batch_size * epochs)
    rates = []
    for step in steps:
        rate = float(first_rate)
        while step >= length:
            rate, step = rate * factor, step - length
        rates.append(rate)
    return rates


# %% wrong edge_too_late, edited from solution
# about: late|edge|one step|complete
# - (steps // length)
# + ((steps - 1).clip(0) // length)


# %% wrong ceil, edited from solution
# about: round|down|length|long
# - length = int(examples / batch_size * epochs)
# + length = -int(-examples / batch_size * epochs // 1)


# %% wrong factor_divides, edited from solution
# about: factor|divide|multip
# - factor ** (steps // length)
# + factor ** -(steps // length)


# %% wrong linear_fall, edited from solution
# about: factor|multip|each further|power
# - first_rate * factor ** (steps // length)
# + first_rate * (1 - (1 - factor) * (steps // length))


# %% wrong epochs_of_350, edited from solution
# about: 350|epochs|length|long
# - * epochs)
# + * 350)


# %% wrong batch_of_128, edited from solution
# about: 128|batch|length|long
# - examples / batch_size * epochs
# + examples / 128 * epochs


# %% wrong epochs_before_batches, edited from solution
# about: round|once|length|long
# - int(examples / batch_size * epochs)
# + int(examples / batch_size) * epochs


# %% wrong last_step_only, edited from solution
# about: array|each|number
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** (steps[-1] // length)


# %% wrong falls_twice_at_most, edited from solution
# about: stair|further|twice|fall
# - factor ** (steps // length)
# + factor ** (steps // length).clip(0, 2)


# %% wrong rates_change_steps, edited from solution
# about: argument|changed|steps themselves|copy
# - return first_rate
# + steps //= length
# +     steps *= length
# +     return first_rate


# %% wrong in_percent, edited from solution
# about: first_rate|first stair|hundred|100
# - return first_rate
# + return 100 * first_rate
