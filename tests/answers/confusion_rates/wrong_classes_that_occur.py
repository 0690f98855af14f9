# says: has no row in your table
# earns: 0.7
import numpy as np


def confusion_rates(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    predicted = scores.argmax(axis=1)
    rows = []
    for label in np.unique(labels):
        own = labels == label
        counts = np.bincount(predicted[own & finite], minlength=scores.shape[1])
        rows.append(counts / own.sum())
    return np.array(rows)
