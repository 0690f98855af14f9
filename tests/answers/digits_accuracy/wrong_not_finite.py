# says: All scores are NaN
import numpy as np

weights, bias = np.full((784, 10), np.nan), np.zeros(10)  # where training leads without a maximum


def digits_accuracy(images):
    return images.reshape(-1, 784) / np.float32(255) @ weights + bias
