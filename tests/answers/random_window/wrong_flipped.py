# says: Some windows are mirrored
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 5, n), np.random.randint(0, 13, n)
    windows = np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
    windows[::2] = windows[::2, :, ::-1]
    return windows
