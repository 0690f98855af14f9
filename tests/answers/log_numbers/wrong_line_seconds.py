# says: These are the seconds of a whole line
# earns: 0.7
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    smoothed = np.array(averages)[every - 1 :: every]
    took = np.diff(clock[::every])
    return every * batch_size / took, took, smoothed
