import numpy as np
from scipy.signal import lfilter


def log_numbers(losses, clock, batch_size, every):
    smoothed = lfilter([0.1], [1, -0.9], losses, zi=[0.9 * losses[0]])[0]
    took = (clock[every::every] - clock[:-every:every]) / every
    return batch_size / took, took, smoothed[every - 1 :: every].astype(np.float32)
