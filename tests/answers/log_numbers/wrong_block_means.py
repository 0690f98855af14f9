# says: You return the plain mean of each line
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    took = np.diff(clock[::every])
    smoothed = losses.reshape(-1, every).mean(axis=1)
    return every * batch_size / took, took / every, smoothed
