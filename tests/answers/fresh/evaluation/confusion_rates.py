"""Fresh answers to ``confusion_rates``."""

# %% right solution
import numpy as np


def confusion_rates(scores, labels):
    """Rates of predicted classes (columns) in each true class (rows): (N, C), (N,) -> (C, C)."""
    classes, finite = scores.shape[1], np.isfinite(scores).all(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], scores[finite].argmax(axis=1)), 1)
    return counts / np.maximum(np.bincount(labels, minlength=classes), 1)[:, None]


# %% right python
import math


def confusion_rates(scores, labels):
    classes = scores.shape[1]
    counts = [[0] * classes for _ in range(classes)]
    sizes = [0] * classes
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        sizes[label] += 1
        if all(map(math.isfinite, row)):
            counts[label][row.index(max(row))] += 1
    return [[c / max(n, 1) for c in line] for line, n in zip(counts, sizes, strict=True)]


# %% right histogram
import numpy as np


def confusion_rates(scores, labels):
    c = scores.shape[1]
    finite = np.isfinite(scores).all(axis=1)
    top = np.argmax(np.where(finite[:, None], scores, 0), axis=1)
    pairs = np.bincount((labels * c + top)[finite], minlength=c * c).reshape(c, c)
    sizes = np.array([np.count_nonzero(labels == k) for k in range(c)])
    rates = np.zeros((c, c))
    np.divide(pairs, sizes[:, None], out=rates, where=sizes[:, None] > 0)
    return rates


# %% right means
import numpy as np


def confusion_rates(scores, labels):
    classes = scores.shape[1]
    hits = (np.arange(classes) == scores.argmax(axis=1)[:, None]) & np.isfinite(scores).all(
        axis=1, keepdims=True
    )
    rows = [
        hits[labels == k].mean(axis=0) if np.any(labels == k) else np.zeros(classes)
        for k in range(classes)
    ]
    return np.stack(rows).astype(np.float64)


# %% right einsum
import numpy as np


def confusion_rates(scores, labels):
    eye = np.eye(scores.shape[1], dtype=np.float32)
    predicted = eye[np.nan_to_num(scores).argmax(axis=1)]
    predicted = predicted * np.isfinite(scores).all(axis=1)[:, None]
    true = eye[labels]
    return np.einsum("ni,nj->ij", true, predicted) / np.maximum(true.sum(0), 1)[:, None]


# %% wrong errors_only, edited from solution
# about: diagonal
# - return counts
# + np.fill_diagonal(counts, 0)
# +     return counts


# %% wrong infinity_has_class, edited from solution
# about: infin|finite
# - np.isfinite(scores).all(axis=1)
# + (~np.isnan(scores)).all(axis=1)


# %% wrong top_finite, edited from solution
# about: finite|all|row
# - np.isfinite(scores).all(axis=1)
# + np.isfinite(scores.max(axis=1))


# %% wrong rows_sum_to_one
# about: finite|less than 1|among|row
import numpy as np


def confusion_rates(scores, labels):
    classes, finite = scores.shape[1], np.isfinite(scores).all(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], scores[finite].argmax(axis=1)), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% wrong ten_classes, edited from solution
# about: classes|10|shape|size
# - classes, finite = scores.shape[1],
# + classes, finite = 10,


# %% wrong absent_class_uniform, edited from solution
# about: occur|zeros|row|class
# - return counts
# + counts[~np.isin(np.arange(classes), labels)] = 1 / classes
# +     return counts


# %% wrong lowest, edited from solution
# about: highest|lowest
# - scores[finite].argmax(axis=1)
# + scores[finite].argmin(axis=1)


# %% wrong smoothed, edited from solution
# about: add|count|zero|share
# - np.zeros((classes, classes))
# + np.ones((classes, classes)) / classes


# %% wrong percent, edited from solution
# about: percent|share|100
# - return counts /
# + return 100 * counts /


# %% wrong symmetric, edited from solution
# about: true class|row|column|symmetr
# - return counts /
# + counts = (counts + counts.T) / 2
# +     return counts /


# %% wrong nonfinite_in_column_zero, edited from solution
# about: finite|column|no predicted
# - np.add.at(counts, (labels[finite], scores[finite].argmax(axis=1)), 1)
# + np.add.at(counts, (labels, np.where(finite, scores.argmax(axis=1), 0)), 1)
