# says: No window starts at row 4
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 32 - 28, n), np.random.randint(0, 32 - 20, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
