import numpy as np


def split_batch(images, towers):
    return np.array_split(images, towers)
