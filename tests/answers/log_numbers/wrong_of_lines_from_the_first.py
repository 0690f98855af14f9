# says: You update the average once for each line
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses[every - 1 :: every]:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, np.array(averages)
