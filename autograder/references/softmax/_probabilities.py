"""The softmax, for the references of several tasks."""

import numpy as np


def probabilities(logits: np.ndarray) -> np.ndarray:
    """Return the softmax over the last axis, in float64, stable for logits of any size."""
    logits = logits.astype(np.float64)
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
