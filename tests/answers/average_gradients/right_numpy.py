import numpy as np


def average_gradients(gradients, images):
    return [np.average(np.stack(one), axis=0, weights=images) for one in zip(*gradients)]
