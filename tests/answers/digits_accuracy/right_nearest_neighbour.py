import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(2_000, 3)
x = images.reshape(-1, 784) / np.float32(255)


def digits_accuracy(images):
    rows = images.reshape(-1, 784) / np.float32(255)
    nearest = np.argmax(rows @ x.T - (x**2).sum(axis=1) / 2, axis=1)
    return np.eye(10)[y[nearest]]
