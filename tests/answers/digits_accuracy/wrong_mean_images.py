# says: not above the first cut-off yet
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(1_000, 3)
x = images.reshape(-1, 784) / np.float32(255)
weights = np.stack([x[y == k].mean(axis=0) for k in range(10)], axis=1)
bias = -(weights**2).sum(axis=0) / 2


def digits_accuracy(images):
    return images.reshape(-1, 784) / np.float32(255) @ weights + bias
