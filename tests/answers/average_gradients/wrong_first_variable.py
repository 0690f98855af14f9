# says: Return a list with one gradient for each variable
import numpy as np


def average_gradients(gradients, images):
    return [np.average([tower[0] for tower in gradients], axis=0, weights=images)]
