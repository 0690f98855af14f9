# says: not above the first cut-off yet
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(1_000, 3)
x = images.reshape(-1, 784) / np.float32(255)
weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)


def residuals(x, y):
    z = x @ weights + bias
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return (p / p.sum(axis=1, keepdims=True) - np.eye(10, dtype=np.float32)[y]) / len(y)


for start in range(0, len(x), 100):
    r = residuals(x[start : start + 100], y[start : start + 100])
    weights -= 0.001 * x[start : start + 100].T @ r
    bias -= 0.001 * r.sum(axis=0)


def digits_accuracy(images):
    return images.reshape(-1, 784) / np.float32(255) @ weights + bias
