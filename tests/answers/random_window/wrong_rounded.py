# says: the rarest occurs
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.rint(np.random.uniform(0, 4, n)).astype(int)
    lefts = np.rint(np.random.uniform(0, 12, n)).astype(int)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
