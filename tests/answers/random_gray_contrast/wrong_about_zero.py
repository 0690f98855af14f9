# says: You multiplied by the factor only
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    return images * f
