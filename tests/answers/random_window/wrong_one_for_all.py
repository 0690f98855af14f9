# says: cut at one place
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [np.random.randint(5)] * n, [np.random.randint(13)] * n
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
