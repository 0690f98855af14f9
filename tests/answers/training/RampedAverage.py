"""Answers to ``RampedAverage``."""


# %% right generator
class RampedAverage:
    def __init__(self, start, decay, ramp):
        def run():
            average, n = start, 0
            value = yield average
            while True:
                keep = min(decay, (1 + n) / (ramp + n))
                average, n = keep * average + (1 - keep) * value, n + 1
                value = yield average

        self.running = run()
        next(self.running)

    def update(self, value):
        return self.running.send(value)


# %% right in_place
import numpy as np


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average = np.array(start, np.float32)
        self.updates = 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average -= ((1 - keep) * (self.average - value)).astype(np.float32)
        self.updates += 1
        return self.average


# %% right new_arrays
class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average, self.updates = start, 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average


# %% right tensorflow
import tensorflow as tf


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average = tf.Variable(start, dtype=tf.float32)
        self.updates = tf.Variable(0.0)
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = tf.minimum(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average.assign(keep * self.average + (1 - keep) * tf.cast(value, tf.float32))
        self.updates.assign_add(1)
        return self.average


# %% wrong stub
# says: update returned None
# earns: 0
class RampedAverage:
    def __init__(self, start, decay, ramp):
        # Your code here.
        pass

    def update(self, value):
        # Your code here.
        pass


# %% wrong alias, edited from new_arrays
# says: works inside the array that it was given
# earns: 0.75
# -         self.average = keep * self.average + (1 - keep) * value
# +         self.average *= keep
# +         self.average += (1 - keep) * value


# %% wrong before, edited from new_arrays
# says: You return the average as it was before
# earns: 0.5
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# -         keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# +         keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# +         before = self.average
# - return self.average
# + return before


# %% wrong counted_first
# says: Your count is one ahead
# earns: 0.5
class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average, self.updates = start.copy(), 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        self.updates += 1
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        return self.average


# %% wrong endless_ramp, edited from new_arrays
# says: Your ramp goes on for ever
# earns: 0.75
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + keep = (1 + self.updates) / (self.ramp + self.updates)


# %% wrong exchanged, edited from new_arrays
# says: You exchanged the shares
# earns: 0.25
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - self.average = keep * self.average + (1 - keep) * value
# + self.average = (1 - keep) * self.average + keep * value


# %% wrong first_value, edited from new_arrays
# says: the start is lost
# earns: 0.5
# - self.average, self.updates = start, 0
# + self.average, self.updates = None, 0
# -     def update(self, value):
# +     def update(self, value):
# +         if self.average is None:
# +             self.average = value


# %% wrong fixed, edited from new_arrays
# says: You keep the share decay from the first update on
# earns: 0.5
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + keep = self.decay


# %% wrong larger, edited from new_arrays
# says: You keep the share decay from the first update on
# earns: 0.25
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + keep = max(self.decay, (1 + self.updates) / (self.ramp + self.updates))


# %% wrong never_counts, edited from new_arrays
# says: Your n stays 0
# earns: 0.25
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# -         self.average = keep * self.average + (1 - keep) * value
# -         self.updates += 1
# +         self.average = keep * self.average + (1 - keep) * value


# %% wrong one_number, edited from new_arrays
# says: Your average is one number
# earns: 0
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - self.average = keep * self.average + (1 - keep) * value
# + self.average = keep * self.average.mean() + (1 - keep) * value.mean()


# %% wrong product, edited from new_arrays
# says: You multiply decay by the ramp
# earns: 0.25
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + keep = self.decay * (1 + self.updates) / (self.ramp + self.updates)


# %% wrong ramp_of_ten, edited from new_arrays
# says: Your ramp is 10
# earns: 0.5
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# - keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
# + keep = min(self.decay, (1 + self.updates) / (10 + self.updates))


# %% wrong shared
# says: Your objects share their average
# earns: 0.75
class RampedAverage:
    average, updates = None, 0

    def __init__(self, start, decay, ramp):
        self.decay, self.ramp = decay, ramp
        if RampedAverage.average is None:
            RampedAverage.average = start.copy()

    def update(self, value):
        keep = min(self.decay, (1 + RampedAverage.updates) / (self.ramp + RampedAverage.updates))
        RampedAverage.average = keep * self.average + (1 - keep) * value
        RampedAverage.updates += 1
        return self.average


# %% wrong shared_count
# says: Your objects share their count
# earns: 0.75
class RampedAverage:
    updates = 0

    def __init__(self, start, decay, ramp):
        self.average = start.copy()
        self.decay, self.ramp = decay, ramp
        RampedAverage.updates = 0

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        RampedAverage.updates += 1
        return self.average


# %% wrong shared_settings
# says: the decay and the ramp of the last one
# earns: 0
class RampedAverage:
    def __init__(self, start, decay, ramp):
        RampedAverage.decay, RampedAverage.ramp = decay, ramp
        self.average, self.updates = start.copy(), 0

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average


# %% wrong still, edited from new_arrays
# says: Your average never moves
# earns: 0
# - self.average, self.updates = start, 0
# + self.average, self.updates = start.copy(), 0
# -         self.average = keep * self.average + (1 - keep) * value
# +         average = self.average
# +         average = keep * average + (1 - keep) * value


# %% wrong zero, edited from in_place
# says: Your average starts at 0
# earns: 0.5
# -         self.average = np.array(start, np.float32)
# -         self.updates = 0
# +         self.average, self.updates = np.zeros_like(start), 0
# - self.average -= ((1 - keep) * (self.average - value)).astype(np.float32)
# + self.average = keep * self.average + (1 - keep) * value
