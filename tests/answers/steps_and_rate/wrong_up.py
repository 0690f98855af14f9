# says: is rounded up
# earns: 0.4
import math


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = math.ceil(examples * epochs_per_decay / images)
    steps = math.ceil(examples * epochs / images)
    return images, steps, decay_steps, 0.1 ** (1 + step // decay_steps)
