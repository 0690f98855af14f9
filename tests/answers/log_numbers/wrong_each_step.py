# says: You return a number for each step
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    took = np.diff(clock)
    return batch_size / took, took, np.array(averages)
