"""Fresh answers to ``steps_and_rate``."""


# %% right solution
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    """Images a step, steps in all, steps until the rate falls, and the rate at a step."""
    images = devices * batch_size
    steps = examples * epochs // images
    decay_steps = examples * epochs_per_decay // images
    return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)


# %% right array
import numpy as np


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    shown = np.array([epochs, epochs_per_decay]) * examples // images
    return np.array([images, *shown, 0.1 ** (1 + step // shown[1])])


# %% right fractions
from fractions import Fraction
from math import floor


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = Fraction(devices * batch_size)
    steps = Fraction(floor(examples * epochs / images))
    decay_steps = Fraction(floor(examples * epochs_per_decay / images))
    return [images, steps, decay_steps, Fraction(1, 10) ** (1 + floor(step / decay_steps))]


# %% right divmod
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = batch_size * devices
    steps, _ = divmod(examples * epochs, images)
    decay_steps, _ = divmod(examples * epochs_per_decay, images)
    falls, _ = divmod(step, decay_steps)
    return float(images), float(steps), float(decay_steps), float(f"1e-{falls + 1}")


# %% right loop
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = sum(batch_size for _ in range(devices))
    decay_steps, rate = int(examples * epochs_per_decay / images), 0.1
    left = step
    while left >= decay_steps:
        left, rate = left - decay_steps, rate / 10
    return [images, int(examples * epochs / images), decay_steps, rate]


# %% wrong falls_late, edited from solution
# about: late|complete|edge|one step|fall
# - 0.1 ** (step // decay_steps)
# + 0.1 ** (max(step - 1, 0) // decay_steps)


# %% wrong falls_early, edited from solution
# about: early|complete|edge|one step|fall
# - (step // decay_steps)
# + ((step + 1) // decay_steps)


# %% wrong halves, edited from solution
# about: tenth|half
# - 0.1 * 0.1 **
# + 0.1 * 0.5 **


# %% wrong batch_of_one_device, edited from solution
# about: device|images
# - images = devices * batch_size
# + images = batch_size


# %% wrong devices_divide, edited from solution
# about: device|each|images
# - images = devices * batch_size
# + images = max(batch_size // devices, 1)


# %% wrong steps_without_last_epoch, edited from solution
# about: epochs|steps
# - examples * epochs // images
# + examples * (epochs - 1) // images


# %% wrong rounded_each_epoch, edited from solution
# about: round|once|epoch
# - examples * epochs_per_decay // images
# + examples // images * epochs_per_decay


# %% wrong rounded_up, edited from solution
# about: round|down
# - examples * epochs // images
# + -(-examples * epochs // images)


# %% wrong first_rate_one, edited from solution
# about: 0\.1|first|rate
# - 0.1 * 0.1 **
# + 0.1 **


# %% wrong rate_with_devices, edited from solution
# about: device|rate
# - 0.1 * 0.1 **
# + 0.1 * devices * 0.1 **


# %% wrong three_numbers, edited from solution
# about: four|value
# - return images, steps, decay_steps,
# + return images, steps,
