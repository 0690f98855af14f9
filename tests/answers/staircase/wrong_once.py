# says: falls once and never again
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return np.where(steps < length, first_rate, first_rate * factor)
