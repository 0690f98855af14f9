"""Right answers to ``clipped_step``: three steps, and those of foreseen mistakes."""

import numpy as np

from autograder.references._closed_forms import cross_entropy, forward
from course_utils.exchange import Arrays
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.training.clipped_step import KERNELS


def expected(question: Arrays) -> Arrays:
    """Return losses, norms and variables of three steps, and mistakes in the first two."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate, decay = float(question["learning_rate"]), float(question["decay"])
    found: Arrays = {}
    batches = zip(question["inputs"].astype(np.float64), question["labels"], strict=True)
    for index, (images, labels) in enumerate(batches, start=1):
        loss, plain = cross_entropy(values, images, labels)
        gradients = {n: g + decay * values[n] * (n in KERNELS) for n, g in plain.items()}
        norm, limit = _norm(gradients), float(question["limit"][index - 1])
        if index == 1:
            found |= _losses(values, loss, decay, len(labels))
            wrong = _of_probabilities(values, images, labels) + _decay(values, decay)
            found[f"{PREFIX}of probabilities"] = np.array(wrong)
            found |= _norms(gradients, plain, len(labels), decay, values)
            found |= _first_steps(values, gradients, plain, rate, limit)
        if index == 2:
            for name, gradient in gradients.items():
                moved = values[name] - rate * limit / norm * gradient
                found[f"{PREFIX}always, {name}"] = moved
        found[steps.recorded("loss", index)] = np.array(loss + _decay(values, decay))
        found[steps.recorded("norm", index)] = np.array(norm)
        for name in steps.NAMES:
            values[name] = values[name] - rate * min(1, limit / norm) * gradients[name]
            found[steps.after(name, index)] = values[name]
        if index == 1:
            later = cross_entropy(values, images, labels)[0] + _decay(values, decay)
            found[f"{PREFIX}after"] = np.array(later)
    return found


def _of_probabilities(values: Arrays, images: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean cross-entropy if logits are taken for probabilities: cut, over their sum."""
    _, logits = forward(values, images)
    cut = np.clip(logits, 1e-7, 1 - 1e-7)
    shares = cut / cut.sum(axis=1, keepdims=True)
    return float(-np.log(shares[np.arange(len(labels)), labels]).mean())


def _decay(values: Arrays, decay: float, names: tuple[str, ...] = KERNELS) -> float:
    return float(decay / 2 * sum((values[name] ** 2).sum() for name in names))


def _norm(gradients: Arrays) -> float:
    return float(np.sqrt(sum((gradient**2).sum() for gradient in gradients.values())))


def _losses(values: Arrays, loss: float, decay: float, batch: int) -> Arrays:
    right = _decay(values, decay)
    given = {
        "no decay": loss,
        "whole squares": loss + 2 * right,
        "biases": loss + _decay(values, decay, steps.NAMES),
        "sum": batch * loss + right,
    }
    return {PREFIX + name: np.array(value) for name, value in given.items()}


def _norms(gradients: Arrays, plain: Arrays, batch: int, decay: float, values: Arrays) -> Arrays:
    alone = [float(np.sqrt((gradient**2).sum())) for gradient in gradients.values()]
    summed = {n: batch * g + decay * values[n] * (n in KERNELS) for n, g in plain.items()}
    given = {
        "sum of norms": sum(alone),
        "largest norm": max(alone),
        "norm without decay": _norm(plain),
        "sum of the batch, norm": _norm(summed),
    }
    return {PREFIX + name: np.array(value) for name, value in given.items()}


def _first_steps(
    values: Arrays, gradients: Arrays, plain: Arrays, rate: float, limit: float
) -> Arrays:
    factor, late = limit / _norm(gradients), limit / _norm(plain)
    given = {
        "unclipped": {n: rate * g for n, g in gradients.items()},
        "each": {n: rate * g * min(1, limit / _norm({n: g})) for n, g in gradients.items()},
        "by value": {n: rate * np.clip(g, -limit, limit) for n, g in gradients.items()},
        "up": {n: -rate * factor * g for n, g in gradients.items()},
        "rate forgotten": {n: factor * g for n, g in gradients.items()},
        "late decay": {n: rate * late * g for n, g in plain.items()},
    }
    return {
        f"{PREFIX}{name}, {one}": values[one] - moves[one]
        for name, moves in given.items()
        for one in steps.NAMES
    }
