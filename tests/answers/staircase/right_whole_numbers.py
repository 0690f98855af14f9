import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = examples * epochs // batch_size
    stairs = np.floor(steps / length)
    return (first_rate * np.power(factor, stairs)).astype(np.float32)
