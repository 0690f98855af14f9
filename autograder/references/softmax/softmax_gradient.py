"""Right answers to ``softmax_gradient``: gradients of weights and bias, and of mistakes."""

import numpy as np

from autograder.references.softmax._probabilities import probabilities
from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.softmax.softmax_gradient import BATCHES, of


def expected(question: Arrays) -> Arrays:
    """Return the gradients of weights (D, K) and bias (K,) for each batch."""
    answers: Arrays = {}
    for name in BATCHES:
        images, logits, one_hot = _batch(question, name)
        residuals = probabilities(logits) - one_hot
        answers[of("weights_gradient", name)] = images.T @ residuals / len(images)
        answers[of("bias_gradient", name)] = residuals.mean(axis=0)
    images, logits, one_hot = _batch(question, BATCHES[0])
    p, bias = probabilities(logits), question[f"bias of {BATCHES[0]}"]
    wrong = {
        "without labels": p,
        "diagonal alone": (p - 1) * one_hot,
        "without bias": probabilities(logits - bias) - one_hot,
        "squared error": logits - one_hot,
        "every row": p - one_hot.any(axis=0),
    }
    for name, residuals in wrong.items():
        answers[PREFIX + name] = images.T @ residuals / len(images)
    return answers


def _batch(question: Arrays, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images (N, D), logits (N, K) and one-hot labels (N, K) of a batch, in float64."""
    images, weights, bias, labels = (
        question[f"{part} of {name}"] for part in ("images", "weights", "bias", "labels")
    )
    images, weights, bias = (array.astype(np.float64) for array in (images, weights, bias))
    return images, images @ weights + bias, np.eye(len(bias))[labels]
