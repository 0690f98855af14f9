"""Right answers to the tasks of ``01_softmax``, in float64.

Beside each right answer stand some foreseen wrong ones, which ``compare`` recognises: they are so
near the right one that a student's copy must not hold them either.
"""

import numpy as np
from course_utils.checks.differences import POINTS, cubic
from course_utils.checks.gradients import BATCHES, of
from course_utils.checks.mistakes import PREFIX

from course_utils.exchange import Arrays


def probabilities(logits: np.ndarray) -> np.ndarray:
    """Return the softmax over the last axis, in float64, stable for logits of any size."""
    logits = logits.astype(np.float64)
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def losses(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the cross-entropy of each row of logits (N, K) with its label, in nats: (N,)."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]


def softmax(question: Arrays) -> Arrays:
    """Return ``probabilities of PART`` for each batch of logits."""
    return {f"probabilities of {part}": probabilities(logits) for part, logits in question.items()}


def cross_entropy(question: Arrays) -> Arrays:
    """Return ``loss``, ``loss of one`` and ``loss of large logits``, one number each."""
    logits, labels = question["logits"], question["labels"]
    shifted = logits - logits.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1)
    return {
        "loss": losses(logits, labels).mean(),
        "loss of one": losses(question["logits of one"], question["label of one"]).mean(),
        "loss of large logits": losses(question["large logits"], question["large labels"]).mean(),
        PREFIX + "sum": losses(logits, labels).sum(),
        PREFIX + "log of the mean": -np.log(np.exp(-losses(logits, labels)).mean()),
        PREFIX + "likeliest": losses(logits, logits.argmax(axis=1)).mean(),
        PREFIX + "every label": np.log(sums).mean() - shifted[:, labels].mean(),
        PREFIX + "one sum": np.log(sums.sum())
        - np.log(sums).mean()
        + losses(logits, labels).mean(),
    }


def central_differences(question: Arrays) -> Arrays:
    """Return the differences at each point, of its shape, and the point, which stays as it was."""
    expected: Arrays = {}
    for name in POINTS:
        point, step = question[name], float(question[f"{name} step"])
        above, below = (values_near(question, name, sign * step) for sign in (1, -1))
        expected[f"differences at the {name}"] = (above - below) / (2 * step)
        expected[f"{name} afterwards"] = point
        here = cubic(question, name, point)
        expected[f"{PREFIX}forward at the {name}"] = (above - here) / step
        expected[f"{PREFIX}backward at the {name}"] = (here - below) / step
        expected[f"{PREFIX}derivative at the {name}"] = derivative(question, name)
        expected[f"{PREFIX}no brackets at the {name}"] = above - below / (2 * step)
        above, below = (values_piling_up(question, name, sign * step) for sign in (1, -1))
        expected[f"{PREFIX}piling up at the {name}"] = (above - below) / (2 * step)
    return expected


def values_near(question: Arrays, name: str, step: float) -> np.ndarray:
    """Return a function's value for each entry of its point, with that entry larger by a step."""
    values = np.empty_like(question[name])
    for index in np.ndindex(values.shape):
        moved = question[name].copy()
        moved[index] += step
        values[index] = cubic(question, name, moved)
    return values


def values_piling_up(question: Arrays, name: str, step: float) -> np.ndarray:
    """Return the same as ``values_near``, but entries stay larger when the next one is changed."""
    values, moved = np.empty_like(question[name]), question[name].copy()
    for index in np.ndindex(values.shape):
        moved[index] += step
        values[index] = cubic(question, name, moved)
    return values


def derivative(question: Arrays, name: str) -> np.ndarray:
    """Return the true derivative of a function at its point, of the point's shape."""
    x, pairs = question[name], question[f"{name} pairs"]
    linear, square, cube = (question[f"{name} {power}"] for power in ("linear", "square", "cube"))
    crossed = ((pairs + pairs.T) @ x.ravel()).reshape(x.shape)
    return linear + 2 * square * x + 3 * cube * x * x + crossed


def softmax_jacobian(question: Arrays) -> Arrays:
    """Return ``jacobian`` and those at large and at small logits: diag(p) - p pᵀ, (K, K) each."""
    expected = {}
    for part, logits in question.items():
        p = probabilities(logits)
        suffix = "" if part == "logits" else f" at {part}"
        expected[f"jacobian{suffix}"] = np.diag(p) - np.outer(p, p)
    p = probabilities(question["logits"])
    expected[PREFIX + "p on the diagonal"] = np.diag(p) - np.outer(p, p) * (1 - np.eye(len(p)))
    expected[PREFIX + "p everywhere"] = p[:, None] - np.outer(p, p)
    expected[PREFIX + "squares"] = np.diag(p) - p * p
    expected[PREFIX + "one number"] = np.diag(p) - p @ p
    expected[PREFIX + "products alone"] = -np.outer(p, p)
    return expected


def softmax_gradient(question: Arrays) -> Arrays:
    """Return the gradients of weights (D, K) and bias (K,) for each batch."""
    expected: Arrays = {}
    for name in BATCHES:
        images, logits, one_hot = batch(question, name)
        residuals = probabilities(logits) - one_hot
        expected[of("weights_gradient", name)] = images.T @ residuals / len(images)
        expected[of("bias_gradient", name)] = residuals.mean(axis=0)
    images, logits, one_hot = batch(question, BATCHES[0])
    p, bias = probabilities(logits), question[f"bias of {BATCHES[0]}"]
    wrong = {
        "without labels": p,
        "diagonal alone": (p - 1) * one_hot,
        "without bias": probabilities(logits - bias) - one_hot,
        "squared error": logits - one_hot,
        "every row": p - one_hot.any(axis=0),
    }
    for name, residuals in wrong.items():
        expected[PREFIX + name] = images.T @ residuals / len(images)
    return expected


def batch(question: Arrays, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images (N, D), logits (N, K) and one-hot labels (N, K) of a batch, in float64."""
    images, weights, bias, labels = (
        question[f"{part} of {name}"] for part in ("images", "weights", "bias", "labels")
    )
    images, weights, bias = (array.astype(np.float64) for array in (images, weights, bias))
    return images, images @ weights + bias, np.eye(len(bias))[labels]
