# says: You average the losses of the lines alone
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[every - 1], []
    for loss in losses[every - 1 :: every]:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    smoothed = np.array(averages)
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, smoothed
