# says: tells something about its column
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.random.randint(0, 5, n)
    lefts = (3 * tops + np.random.randint(0, 3, n)) % 13
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
