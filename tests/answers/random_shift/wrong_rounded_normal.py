# says: equally likely
# earns: 0.7
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.clip(np.rint(np.random.normal(2, 1, (len(images), 2))), 0, 4).astype(int)
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])
