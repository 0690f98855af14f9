# says: Your speed is that of the last step
# earns: 0.4
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    smoothed = np.array(averages)[every - 1 :: every]
    took = np.diff(clock)[every - 1 :: every]
    return batch_size / took, took, smoothed
