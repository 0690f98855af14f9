import numpy as np


def softmax_gradient(images, weights, bias, labels):
    gradient_w, gradient_b = np.zeros(weights.shape), np.zeros(bias.shape)
    for x, y in zip(images, labels):
        z = x @ weights + bias
        p = np.exp(z - z.max())
        p /= p.sum()
        jacobian = np.diag(p) - np.outer(p, p)
        r = p.copy() if p[y] == 0 else -jacobian[y] / p[y]
        r[y] = p[y] - 1
        gradient_w += np.outer(x, r) / len(images)
        gradient_b += r / len(images)
    return gradient_w, gradient_b
