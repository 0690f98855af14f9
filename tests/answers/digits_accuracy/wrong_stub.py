# says: not above the first cut-off yet
import numpy as np

weights, bias = np.zeros((784, 10)), np.zeros(10)


def digits_accuracy(images):
    return images.reshape(-1, 784) / np.float32(255) @ weights + bias
