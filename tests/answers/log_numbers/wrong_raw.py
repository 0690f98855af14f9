# says: These are the raw losses
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    took = np.diff(clock[::every])
    smoothed = losses[every - 1 :: every]
    return every * batch_size / took, took / every, smoothed
