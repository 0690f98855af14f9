# says: Your average starts anew with each line
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    smoothed = []
    for block in losses.reshape(-1, every):
        average = block[0]
        for loss in block:
            average = 0.9 * average + 0.1 * loss
        smoothed.append(average)
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, smoothed
