# says: Draw the two offsets separately
# earns: 0.7
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.randint(0, 5, size=len(images))
    return np.stack([p[o : o + 32, o : o + 32] for p, o in zip(padded, offsets)])
