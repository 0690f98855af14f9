import numpy as np


def average_gradients(gradients, images):
    share = np.array(images) / np.sum(images)
    result = [np.zeros(g.shape) for g in gradients[0]]
    for weight, tower in zip(share, gradients):
        for place, gradient in zip(result, tower):
            place += weight * gradient
    return result
