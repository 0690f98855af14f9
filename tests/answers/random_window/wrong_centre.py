# says: Your crop is always the same: it starts at row 2, column 6
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [2] * n, [6] * n
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
