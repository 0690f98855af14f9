# says: Rows with an infinity are counted
# earns: 0.7
import numpy as np


def confusion_rates(scores, labels):
    classes, predicted = scores.shape[1], scores.argmax(axis=1)
    finite = ~np.isnan(scores).any(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], predicted[finite]), 1)
    sizes = np.bincount(labels, minlength=classes)[:, None]
    return counts / np.maximum(sizes, 1)
