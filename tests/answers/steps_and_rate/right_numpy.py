import numpy as np


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = np.int64(devices * batch_size)
    steps, decay_steps = np.floor(np.array([epochs, epochs_per_decay]) * examples / images)
    rate = np.float32(0.1) ** (1 + np.floor(step / decay_steps))
    return [images, steps, decay_steps, rate]
