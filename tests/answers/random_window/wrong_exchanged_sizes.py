# says: Your windows have 20 rows and 28 columns
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 13, n), np.random.randint(0, 5, n)
    return np.stack([i[y : y + 20, x : x + 28] for i, y, x in zip(images, tops, lefts)])
