# says: Your rate falls one step late
# earns: 0.5
import numpy as np


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (np.maximum(steps - 1, 0) // length)
