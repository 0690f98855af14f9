import numpy as np


def decode_mat(X, y, classes):
    images, labels = [], []
    for number in range(X.shape[3]):
        images.append(X[:, :, :, number])
        label = int(y[number, 0])
        labels.append(0 if label == classes else label)
    return np.stack(images), labels
