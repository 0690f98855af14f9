# says: Draw an offset for each image
# earns: 0.4
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    y, x = np.random.randint(0, 5, size=2)
    return padded[:, y : y + 32, x : x + 32]
