"""Answers to ``log_numbers``."""


# %% right loop
def log_numbers(losses, clock, batch_size, every):
    speeds, seconds, smoothed = [], [], []
    average = losses[0]
    for step, loss in enumerate(losses, start=1):
        average += 0.1 * (loss - average)
        if step % every == 0:
            took = (clock[step] - clock[step - every]) / every
            seconds.append(took)
            speeds.append(batch_size / took)
            smoothed.append(average)
    return speeds, seconds, smoothed


# %% right scipy
import numpy as np
from scipy.signal import lfilter


def log_numbers(losses, clock, batch_size, every):
    smoothed = lfilter([0.1], [1, -0.9], losses, zi=[0.9 * losses[0]])[0]
    took = (clock[every::every] - clock[:-every:every]) / every
    return batch_size / took, took, smoothed[every - 1 :: every].astype(np.float32)


# %% right slices
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, averages = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        averages.append(average)
    smoothed = np.array(averages)[every - 1 :: every]
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, smoothed


# %% right tensorflow
import tensorflow as tf


def log_numbers(losses, clock, batch_size, every):
    averages = tf.scan(lambda average, loss: 0.9 * average + 0.1 * loss, losses, losses[0])
    took = tf.constant(clock[every::every] - clock[:-1:every]) / every
    return batch_size / took, took, averages[every - 1 :: every]


# %% wrong stub
# says: is its body written?
# earns: 0
def log_numbers(losses, clock, batch_size, every):
    # Your code here.
    return None


# %% wrong anew
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


# %% wrong batches, edited from slices
# says: You count batches, not images
# earns: 0.7
# - return every * batch_size / took, took / every, smoothed
# + return every / took, took / every, smoothed


# %% wrong block_means
# says: You return the plain mean of each line
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    took = np.diff(clock[::every])
    smoothed = losses.reshape(-1, every).mean(axis=1)
    return every * batch_size / took, took / every, smoothed


# %% wrong each_step, edited from slices
# says: You return a number for each step
# earns: 0
# -     smoothed = np.array(averages)[every - 1 :: every]
# -     took = np.diff(clock[::every])
# -     return every * batch_size / took, took / every, smoothed
# +     took = np.diff(clock)
# +     return batch_size / took, took, np.array(averages)


# %% wrong first_of_line, edited from slices
# says: after each line's first step
# earns: 0.6
# - smoothed = np.array(averages)[every - 1 :: every]
# + smoothed = np.array(averages)[::every]


# %% wrong from_the_start, edited from slices
# says: Each line of yours counts from the first step on
# earns: 0.4
# -     took = np.diff(clock[::every])
# -     return every * batch_size / took, took / every, smoothed
# +     steps = np.arange(every, len(clock), every)
# +     took = clock[steps] - clock[0]
# +     return steps * batch_size / took, took / steps, smoothed


# %% wrong from_zero, edited from slices
# says: Your average starts at 0
# earns: 0.6
# - average, averages = losses[0], []
# + average, averages = 0.0, []


# %% wrong image_seconds, edited from slices
# says: These are seconds for one image
# earns: 0.7
# - return every * batch_size / took, took / every, smoothed
# + return every * batch_size / took, took / every / batch_size, smoothed


# %% wrong last_step, edited from slices
# says: Your speed is that of the last step
# earns: 0.4
# -     took = np.diff(clock[::every])
# -     return every * batch_size / took, took / every, smoothed
# +     took = np.diff(clock)[every - 1 :: every]
# +     return batch_size / took, took, smoothed


# %% wrong line_seconds, edited from slices
# says: These are the seconds of a whole line
# earns: 0.7
# - return every * batch_size / took, took / every, smoothed
# + return every * batch_size / took, took, smoothed


# %% wrong mean_of_speeds, edited from slices
# says: You average the speeds of single steps
# earns: 0.7
# -     return every * batch_size / took, took / every, smoothed
# +     speeds = (batch_size / np.diff(clock)).reshape(-1, every).mean(axis=1)
# +     return speeds, took / every, smoothed


# %% wrong of_lines, edited from slices
# says: You average the losses of the lines alone
# earns: 0.6
# -     average, averages = losses[0], []
# -     for loss in losses:
# +     average, averages = losses[every - 1], []
# +     for loss in losses[every - 1 :: every]:
# - smoothed = np.array(averages)[every - 1 :: every]
# + smoothed = np.array(averages)


# %% wrong of_lines_from_the_first
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


# %% wrong one_batch, edited from slices
# says: You count one batch for each line
# earns: 0.4
# - return every * batch_size / took, took / every, smoothed
# + return batch_size / took, took, smoothed


# %% wrong order, edited from slices
# says: You exchanged the first two results
# earns: 0.4
# - return every * batch_size / took, took / every, smoothed
# + return took / every, every * batch_size / took, smoothed


# %% wrong raw
# says: These are the raw losses
# earns: 0.6
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    took = np.diff(clock[::every])
    smoothed = losses[every - 1 :: every]
    return every * batch_size / took, took / every, smoothed


# %% wrong weights, edited from slices
# says: You keep 0.1 of the average
# earns: 0.6
# - average = 0.9 * average + 0.1 * loss
# + average = 0.1 * average + 0.9 * loss
