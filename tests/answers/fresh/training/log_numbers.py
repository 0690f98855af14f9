"""Fresh answers to ``log_numbers``."""

# %% right solution
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    """(S,) losses, (S + 1,) seconds -> images/s, seconds a batch, averaged loss, one a line."""
    average, smoothed = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        smoothed.append(average)
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, np.array(smoothed)[every - 1 :: every]


# %% right python
def log_numbers(losses, clock, batch_size, every):
    speeds, seconds, smooth, average = [], [], [], None
    for step, loss in enumerate(losses):
        average = loss if average is None else 0.9 * average + 0.1 * loss
        if (step + 1) % every == 0:
            took = float(clock[step + 1] - clock[step + 1 - every])
            speeds.append(batch_size * every / took)
            seconds.append(took / every)
            smooth.append(float(average))
    return speeds, seconds, smooth


# %% right one_table
import numpy as np
from scipy import signal


def log_numbers(losses, clock, batch_size, every):
    lines = len(losses) // every
    took = np.diff(clock)[: lines * every].reshape(lines, every).sum(axis=1) / every
    smooth, _ = signal.lfilter([0.1], [1, -0.9], losses, zi=[0.9 * losses[0]])
    return np.stack([batch_size / took, took, smooth[every - 1 :: every]])


# %% right closed_form
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    losses = np.asarray(losses, np.float64)
    ends = np.arange(every, len(losses) + 1, every)
    seconds = (clock[ends] - clock[ends - every]) / every
    smooth = []
    for end in ends:
        weights = 0.1 * 0.9 ** np.arange(end - 1, -1, -1.0)
        weights[0] = 0.9 ** (end - 1)
        smooth.append(weights @ losses[:end])
    return batch_size / seconds, seconds, np.array(smooth)


# %% right accumulate
from itertools import accumulate

import numpy as np


def log_numbers(losses, clock, batch_size, every):
    smooth = list(accumulate(losses, lambda a, b: a + 0.1 * (b - a)))
    marks = clock[0 : len(clock) : every]
    took = marks[1:] - marks[:-1]
    return [every / took * batch_size, took / every, smooth[every - 1 :: every]]


# %% wrong shares_exchanged, edited from solution
# about: 0\.9|share|weights
# - 0.9 * average + 0.1 * loss
# + 0.1 * average + 0.9 * loss


# %% wrong slower_average, edited from solution
# about: 0\.9|share|weights
# - 0.9 * average + 0.1 * loss
# + 0.99 * average + 0.01 * loss


# %% wrong running_mean, edited from solution
# about: moving average|mean|0\.9
# - np.array(smoothed)[every - 1 :: every]
# + (np.cumsum(losses) / np.arange(1, len(losses) + 1))[every - 1 :: every]


# %% wrong seconds_per_image, edited from solution
# about: batch
# - took / every,
# + took / every / batch_size,


# %% wrong steps_per_second, edited from solution
# about: images|batch
# - every * batch_size / took
# + every / took


# %% wrong line_too_late, edited from solution
# about: line|last step|place
# - [every - 1 :: every]
# + [np.minimum(np.arange(every, len(losses) + 1, every), len(losses) - 1)]


# %% wrong clock_without_start
# about: clock|before the first|seconds|line
import numpy as np


def log_numbers(losses, clock, batch_size, every):
    average, smoothed = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        smoothed.append(average)
    took = np.diff(np.concatenate([[clock[1]], clock[every::every]]))
    return every * batch_size / took, took / every, np.array(smoothed)[every - 1 :: every]


# %% wrong average_of_line_ends, edited from solution
# about: every step|each step|line
# - for loss in losses:
# -         average = 0.9 * average + 0.1 * loss
# -         smoothed.append(average)
# + for place, loss in enumerate(losses):
# +         if (place + 1) % every == 0:
# +             average = 0.9 * average + 0.1 * loss
# +         smoothed.append(average)


# %% wrong hundredths, edited from solution
# about: round|digit|decimal|exact
# - np.array(smoothed)[every - 1 :: every]
# + np.round(smoothed, 2)[every - 1 :: every]


# %% wrong every_ten, edited from solution
# about: every|line|10
# - clock[::every]
# + clock[::10]
# - [every - 1 :: every]
# + [9::10]


# %% wrong loss_first, edited from solution
# about: order
# - return every * batch_size / took, took / every, np.array(smoothed)[every - 1 :: every]
# + return np.array(smoothed)[every - 1 :: every], every * batch_size / took, took / every
