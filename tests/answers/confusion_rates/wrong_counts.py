# says: You returned counts
# earns: 0
import numpy as np


def confusion_rates(scores, labels):
    classes, predicted = scores.shape[1], scores.argmax(axis=1)
    finite = np.isfinite(scores).all(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], predicted[finite]), 1)
    return counts
