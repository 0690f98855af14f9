# says: Towers with few images count most
# earns: 0.4
import numpy as np


def average_gradients(gradients, images):
    weights = 1 / np.array(images)
    return [np.average(np.stack(one), axis=0, weights=weights) for one in zip(*gradients)]
