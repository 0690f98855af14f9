# says: Return an array of (500, 28, 20, 3)
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 9, (2, n))
    return np.stack([i[y : y + 24, x : x + 24] for i, y, x in zip(images, tops, lefts)])
