"""Answers to ``staircase``."""

# %% right keras
import keras


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    schedule = keras.optimizers.schedules.ExponentialDecay(
        first_rate, length, factor, staircase=True
    )
    return [float(schedule(step)) for step in steps]


# %% right loop
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    rates = []
    for step in steps:
        rate = first_rate
        while step >= length:
            rate, step = rate * factor, step - length
        rates.append(rate)
    return np.array(rates)


# %% right powers
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps // length)


# %% right tensorflow
import tensorflow as tf


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    stairs = tf.cast(tf.constant(steps) // length, tf.float32)
    return first_rate * tf.pow(tf.constant(factor, tf.float32), stairs)


# %% right whole_numbers
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = examples * epochs // batch_size
    stairs = np.floor(steps / length)
    return (first_rate * np.power(factor, stairs)).astype(np.float32)


# %% wrong stub
# says: staircase returned None
# earns: 0
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    # Your code here.
    return None


# %% wrong a_tenth, edited from powers
# says: Your stairs multiply by 0.1
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * 0.1 ** (steps // length)


# %% wrong after_the_edge
# says: Your rate falls one step late
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    rates = []
    for step in steps:
        rate = first_rate
        while step > length:
            rate, step = rate * factor, step - length
        rates.append(rate)
    return rates


# %% wrong ahead, edited from powers
# says: Your rate falls one step early
# earns: 0.5
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** ((steps + 1) // length)


# %% wrong constant
# says: Your rate is first_rate at every step
# earns: 0
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return np.full(len(steps), first_rate)


# %% wrong each_epoch
# says: Your rate falls after every epoch
# earns: 0
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // int(examples / batch_size))


# %% wrong factor_alone, edited from powers
# says: You return the factor alone
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return factor ** (steps // length)


# %% wrong from_a_tenth, edited from powers
# says: Your first stair is at 0.1
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return 0.1 * factor ** (steps // length)


# %% wrong grows, edited from powers
# says: Your rate grows
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate / factor ** (steps // length)


# %% wrong images
# says: Or does it fall far too late?
# earns: 0
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // (examples * epochs))


# %% wrong late
# says: Your rate falls one step late
# earns: 0.5
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (np.maximum(steps - 1, 0) // length)


# %% wrong nearest, edited from powers
# says: to the nearest whole number
# earns: 0.5
# - length = int(examples / batch_size * epochs)
# + length = round(examples / batch_size * epochs)


# %% wrong once
# says: falls once and never again
# earns: 0
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return np.where(steps < length, first_rate, first_rate * factor)


# %% wrong one_batch, edited from powers
# says: batch_size times too short
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** (steps * batch_size // length)


# %% wrong one_number, edited from powers
# says: You return one number for many steps
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** (steps[0] // length)


# %% wrong one_too_many, edited from powers
# says: has fallen before the first step
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** (steps // length + 1)


# %% wrong rounded_early, edited from powers
# says: You round the steps of one epoch
# earns: 0.5
# - length = int(examples / batch_size * epochs)
# + length = examples // batch_size * epochs


# %% wrong smooth, edited from powers
# says: Your rate falls a little at every step
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor ** (steps / length)


# %% wrong times, edited from powers
# says: by the number of the stair
# earns: 0
# - return first_rate * factor ** (steps // length)
# + return first_rate * factor * (steps // length)


# %% wrong unrounded
# says: a stair of a broken number of steps
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // (examples / batch_size * epochs))
