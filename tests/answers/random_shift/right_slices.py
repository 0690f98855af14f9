import random

import numpy as np


def random_shift(images):
    shifted = np.zeros_like(images)
    for source, target in zip(images, shifted):
        dy, dx = random.choice(range(-2, 3)), random.choice(range(-2, 3))
        target[max(0, dy) : 32 + min(0, dy), max(0, dx) : 32 + min(0, dx)] = source[
            max(0, -dy) : 32 + min(0, -dy), max(0, -dx) : 32 + min(0, -dx)
        ]
    return shifted
