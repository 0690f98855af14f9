import random

import numpy as np


def random_contrast(images):
    changed = []
    for image in images:
        factor = random.uniform(0.2, 1.8)
        mean = image.mean(axis=(0, 1), dtype=np.float32)
        changed.append(mean + np.float32(factor) * (image - mean))
    return changed
