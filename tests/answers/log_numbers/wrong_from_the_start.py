# says: Each line of yours counts from the first step on
# earns: 0.4
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    smoothed = np.array(averages)[every - 1 :: every]
    steps = np.arange(every, len(clock), every)
    took = clock[steps] - clock[0]
    return steps * batch_size / took, took / steps, smoothed
