"""Right answers to ``cross_entropy``: mean losses, and those that mistakes give."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return ``loss``, ``loss of one`` and ``loss of large logits``, one number each."""
    logits, labels = question["logits"], question["labels"]
    shifted = logits - logits.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1)
    return {
        "loss": _losses(logits, labels).mean(),
        "loss of one": _losses(question["logits of one"], question["label of one"]).mean(),
        "loss of large logits": _losses(question["large logits"], question["large labels"]).mean(),
        PREFIX + "sum": _losses(logits, labels).sum(),
        PREFIX + "log of the mean": -np.log(np.exp(-_losses(logits, labels)).mean()),
        PREFIX + "likeliest": _losses(logits, logits.argmax(axis=1)).mean(),
        PREFIX + "every label": np.log(sums).mean() - shifted[:, labels].mean(),
        PREFIX + "one sum": np.log(sums.sum())
        - np.log(sums).mean()
        + _losses(logits, labels).mean(),
    }


def _losses(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the cross-entropy of each row of logits (N, K) with its label, in nats: (N,)."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]
