# says: depends on its neighbour
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.repeat(np.random.randint(0, 5, n // 2), 2)
    lefts = np.repeat(np.random.randint(0, 13, n // 2), 2)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
