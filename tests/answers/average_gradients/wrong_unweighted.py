# says: A mean of means is the mean only
# earns: 0.4
import numpy as np


def average_gradients(gradients, images):
    return [np.mean(one, axis=0) for one in zip(*gradients)]
