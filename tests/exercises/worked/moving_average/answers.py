"""Answers to ``moving_average``."""


# %% right class
class moving_average:
    def __init__(self, value, decay):
        self.average, self.decay, self.updates = value, decay, 0

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average


# %% right in_place
import numpy as np


class Average:
    """Returns its own array each time, which later updates change."""

    def __init__(self, value, decay):
        self.average, self.decay, self.count = np.array(value, float), decay, 1

    def update(self, value):
        self.average -= (1 - min(self.decay, self.count / (9 + self.count))) * (
            self.average - value
        )
        self.count += 1
        return self.average


def moving_average(value, decay):
    return Average(value, decay)


# %% right tensorflow
import tensorflow as tf

from course_utils.cifar10 import MovingAverages


class moving_average:
    def __init__(self, value, decay):
        self.variable = tf.Variable(value)
        self.averages = MovingAverages([self.variable], decay)

    def update(self, value):
        self.variable.assign(value)
        self.averages.update()
        return self.averages.averages[0]


# %% wrong stub
# says: not written yet
# earns: 0
def moving_average(value, decay):
    raise NotImplementedError


# %% wrong counts_first, edited from class
# says: one too large
# earns: 0
# -     def update(self, value):
# +     def update(self, value):
# +         self.updates += 1
# -         self.average = keep * self.average + (1 - keep) * value
# -         self.updates += 1
# +         self.average = keep * self.average + (1 - keep) * value


# %% wrong exchanged, edited from class
# says: Old and new are exchanged
# earns: 0
# - self.average = keep * self.average + (1 - keep) * value
# + self.average = (1 - keep) * self.average + keep * value


# %% wrong method
# says: has no method update. Write it, with this very name.
# earns: 0
class moving_average:
    def __init__(self, value, decay):
        pass

    def step(self, value):
        return value


# %% wrong no_ramp
# says: the same from the first update on
# earns: 0
class moving_average:
    def __init__(self, value, decay):
        self.average, self.decay = value, decay

    def update(self, value):
        self.average = self.decay * self.average + (1 - self.decay) * value
        return self.average


# %% wrong returns_nothing
# says: update returned None
# earns: 0
class moving_average:
    def __init__(self, value, decay):
        self.average = value

    def update(self, value):
        self.average = 0.5 * self.average + 0.5 * value


# %% wrong shared
# says: Two averages share one count
# earns: 0
class moving_average:
    updates = [0]

    def __init__(self, value, decay):
        self.average, self.decay = value, decay

    def update(self, value):
        keep = min(self.decay, (1 + self.updates[0]) / (10 + self.updates[0]))
        self.average = keep * self.average + (1 - keep) * value
        self.updates[0] += 1
        return self.average


# %% wrong starts_at_zero, edited from class
# says: starts at 0
# earns: 0
# - self.average, self.decay, self.updates = value, decay, 0
# + self.average, self.decay, self.updates = 0 * value, decay, 0
