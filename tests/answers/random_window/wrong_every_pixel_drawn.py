# says: leave out rows or columns
import numpy as np


def random_window(images):
    n = len(images)
    rows = np.sort(np.random.rand(n, 32).argsort(axis=1)[:, :28])
    columns = np.sort(np.random.rand(n, 32).argsort(axis=1)[:, :20])
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None]]
