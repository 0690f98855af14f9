"""Fresh answers to ``RampedAverage``."""


# %% right solution
class RampedAverage:
    """A moving average that starts at an array and soon forgets it."""

    def __init__(self, start, decay, ramp):
        """Keep what the average needs."""
        self.average, self.updates = start, 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        """Move the average towards the value; returns the new average."""
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average


# %% right list_of_floats
import numpy as np


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.start = np.array(start, dtype=np.float64)
        self.history, self.decay, self.ramp = [], decay, ramp

    def update(self, value):
        self.history.append(np.array(value, dtype=np.float64))
        average = self.start
        for n, one in enumerate(self.history):
            keep = min(self.decay, (1 + n) / (self.ramp + n))
            average = average + (1 - keep) * (one - average)
        return average


# %% right fraction
from fractions import Fraction

import numpy as np


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.value, self.decay, self.ramp = np.array(start), Fraction(float(decay)), int(ramp)
        self.top = 1

    def update(self, value):
        keep = float(min(self.decay, Fraction(self.top, self.ramp + self.top - 1)))
        self.top += 1
        self.value = self.value * keep + np.asarray(value) * (1.0 - keep)
        return self.value.copy()


# %% right dataclass
import dataclasses
import itertools


@dataclasses.dataclass
class RampedAverage:
    start: object
    decay: float
    ramp: float

    def __post_init__(self):
        self.counter = itertools.count()

    def update(self, value):
        n = next(self.counter)
        share = (n + 1.0) / (n + self.ramp)
        share = self.decay if share > self.decay else share
        self.start = share * self.start + (1 - share) * value
        return self.start


# %% right nested_lists
import numpy as np


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self._average = np.asarray(start).copy()
        self._n, self._decay, self._ramp = 0, decay, ramp

    def update(self, value):
        n, self._n = self._n, self._n + 1
        keep = np.minimum(self._decay, (1 + n) / (self._ramp + n))
        self._average = keep * self._average + (1 - keep) * np.asarray(value)
        return self._average.tolist()


# %% wrong ramp_only, edited from solution
# about: decay|limit|minimum
# - min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + (1 + self.updates) / (self.ramp + self.updates)


# %% wrong updates_over_ramp, edited from solution
# about: 1 \+|share|count
# - (1 + self.updates) / (self.ramp
# + self.updates / (self.ramp


# %% wrong counted_by_two, edited from solution
# about: count|update
# - self.updates += 1
# + self.updates += 2


# %% wrong shares_turned, edited from solution
# about: exchang|share|keeps
# - keep * self.average + (1 - keep) * value
# + (1 - keep) * self.average + keep * value


# %% wrong start_changed, edited from solution
# about: start|changed|in place|argument
# - self.average = keep * self.average + (1 - keep) * value
# + self.average *= keep
# +         self.average += (1 - keep) * value


# %% wrong value_changed, edited from solution
# about: value|changed|in place|argument
# - self.average = keep * self.average + (1 - keep) * value
# + value *= 1 - keep
# +         self.average = keep * self.average + value


# %% wrong counter_of_class
# about: object|count|share|disturb|each
class RampedAverage:
    updates = 0

    def __init__(self, start, decay, ramp):
        self.average, self.decay, self.ramp = start, decay, ramp

    def update(self, value):
        n = RampedAverage.updates
        keep = min(self.decay, (1 + n) / (self.ramp + n))
        self.average = keep * self.average + (1 - keep) * value
        RampedAverage.updates += 1
        return self.average


# %% wrong begins_at_zero, edited from solution
# about: start|zero|0
# - self.average, self.updates = start, 0
# + self.average, self.updates = 0 * start, 0


# %% wrong decay_fixed, edited from solution
# about: decay|0\.9999
# - min(self.decay,
# + min(0.9999,


# %% wrong ramp_without_count, edited from solution
# about: ramp|count|share|n
# - (self.ramp + self.updates)
# + self.ramp


# %% wrong returns_before, edited from solution
# about: before|after|new average|late|previous
# - self.average = keep * self.average + (1 - keep) * value
# -         self.updates += 1
# -         return self.average
# + before = self.average
# +         self.average = keep * self.average + (1 - keep) * value
# +         self.updates += 1
# +         return before
