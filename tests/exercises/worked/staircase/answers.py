"""Answers to ``staircase``."""


# %% right closure
def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (step // decay_steps)


# %% right keras
import keras


def staircase(initial, decay_steps, factor):
    return keras.optimizers.schedules.ExponentialDecay(initial, decay_steps, factor, staircase=True)


# %% right loop
class staircase:
    def __init__(self, initial, decay_steps, factor):
        self.initial, self.decay_steps, self.factor = initial, decay_steps, factor

    def __call__(self, step):
        rate = self.initial
        while step >= self.decay_steps:
            rate, step = rate * self.factor, step - self.decay_steps
        return rate


# %% wrong stub
# says: not written yet
# earns: 0
def staircase(initial, decay_steps, factor):
    raise NotImplementedError


# %% wrong constant
# says: the same at every step
# earns: 0
def staircase(initial, decay_steps, factor):
    return lambda step: initial


# %% wrong counts_calls
# says: Multiply by the factor once for each decay_steps that are complete
# earns: 0
def staircase(initial, decay_steps, factor):
    calls = 0

    def rate(step):
        nonlocal calls
        calls += 1
        return initial * factor ** (calls // decay_steps + (step > 3 * decay_steps))

    return rate


# %% wrong late
# says: one step late
# earns: 0
def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (max(0, step - 1) // decay_steps)


# %% wrong number
# says: cannot be called. Return a function or an object.
# earns: 0
def staircase(initial, decay_steps, factor):
    return initial


# %% wrong once
# says: falls once and never again
# earns: 0
def staircase(initial, decay_steps, factor):
    return lambda step: initial if step < decay_steps else initial * factor


# %% wrong smooth
# says: falls a little at every step
# earns: 0
def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (step / decay_steps)
