"""Answers to ``steps_and_rate``."""


# %% right ints
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    steps = examples * epochs // images
    decay_steps = examples * epochs_per_decay // images
    return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)


# %% right keras
import keras


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = batch_size * devices
    decay_steps = int(examples / images * epochs_per_decay)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps, 0.1, staircase=True)
    return images, int(examples / images * epochs), decay_steps, float(schedule(step))


# %% right numpy
import numpy as np


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = np.int64(devices * batch_size)
    steps, decay_steps = np.floor(np.array([epochs, epochs_per_decay]) * examples / images)
    rate = np.float32(0.1) ** (1 + np.floor(step / decay_steps))
    return [images, steps, decay_steps, rate]


# %% wrong stub
# says: returned 1 value instead of 4
# earns: 0
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    pass


# %% wrong epoch_rounded
# says: you rounded the steps of one epoch
# earns: 0.4
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    epoch = examples // images
    decay_steps = epoch * epochs_per_decay
    return images, epoch * epochs, decay_steps, 0.1 ** (1 + step // decay_steps)


# %% wrong first_program
# says: `decay_steps` ignores the devices
# earns: 0.5
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = examples * epochs_per_decay // batch_size
    return images, examples * epochs // images, decay_steps, 0.1 * 0.1 ** (step // decay_steps)


# %% wrong not_whole
# says: must be a whole number
# earns: 0.4
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = examples / images * epochs_per_decay
    return images, examples / images * epochs, decay_steps, 0.1 ** (1 + step // decay_steps)


# %% wrong once, edited from ints
# says: Your rate falls once only
# earns: 0.8
# - return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
# + return images, steps, decay_steps, 0.1 if step < decay_steps else 0.01


# %% wrong one_device
# says: ignores the devices
# earns: 0
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    steps = examples * epochs // batch_size
    decay_steps = examples * epochs_per_decay // batch_size
    return batch_size, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)


# %% wrong scaled, edited from ints
# says: You multiplied the rate by the devices
# earns: 0.8
# - return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
# + return images, steps, decay_steps, devices * 0.1 ** (1 + step // decay_steps)


# %% wrong shared
# says: the devices share one batch
# earns: 0
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = batch_size / devices
    decay_steps = int(examples / images * epochs_per_decay)
    return images, int(examples / images * epochs), decay_steps, 0.1 ** (1 + step // decay_steps)


# %% wrong smooth, edited from ints
# says: A staircase rounds down
# earns: 0.8
# - return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
# + return images, steps, decay_steps, 0.1 * 0.1 ** (step / decay_steps)


# %% wrong up
# says: is rounded up
# earns: 0.4
import math


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = math.ceil(examples * epochs_per_decay / images)
    steps = math.ceil(examples * epochs / images)
    return images, steps, decay_steps, 0.1 ** (1 + step // decay_steps)
