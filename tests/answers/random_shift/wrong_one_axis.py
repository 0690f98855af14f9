# says: Images never move right
# earns: 0.7
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (0, 0), (0, 0)))
    offsets = np.random.randint(0, 5, size=len(images))
    return np.stack([p[y : y + 32] for p, y in zip(padded, offsets)])
