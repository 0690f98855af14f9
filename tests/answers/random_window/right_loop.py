import numpy as np

rng = np.random.default_rng()


def random_window(images):
    windows = []
    for image in images:
        top, left = rng.integers(0, 5), rng.integers(0, 13)
        windows.append(image[top : top + 28, left : left + 20])
    return np.stack(windows)
