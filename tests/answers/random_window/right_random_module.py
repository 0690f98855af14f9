import random

import numpy as np


def random_window(images):
    windows = np.empty((len(images), 28, 20, 3), np.float32)
    for window, image in zip(windows, images):
        place = random.randrange(65)
        window[:] = image[place // 13 :][:28, place % 13 :][:, :20]
    return windows
