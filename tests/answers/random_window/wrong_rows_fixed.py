# says: Each window starts at row 0
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [0] * n, np.random.randint(0, 13, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
