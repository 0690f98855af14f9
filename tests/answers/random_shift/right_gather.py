import numpy as np

rng = np.random.default_rng()


def random_shift(images):
    n = len(images)
    padded = np.pad(images.astype(np.float32), ((0, 0), (2, 2), (2, 2), (0, 0)))
    flat = rng.integers(25, size=n)
    rows = np.arange(32) + (flat // 5)[:, None]
    columns = np.arange(32) + (flat % 5)[:, None]
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
