"""Right steps on two devices, and the losses and gradients that wrong ones are made of."""

import numpy as np

from autograder.references._closed_forms import cross_entropy
from course_utils.exchange import Arrays
from course_utils.exercises.devices._passages import WORK, half
from course_utils.exercises.kit import steps, variables

KERNELS = ("hidden/kernel", "softmax_linear/kernel")
FIRST = steps.NAMES[0]  # the variable by which mistakes are known


def decay(values: Arrays, factor: float, names: tuple[str, ...] = KERNELS) -> tuple[float, Arrays]:
    """Return half the factor times the sum of some variables' squares, and its gradients."""
    loss = factor / 2 * sum(float((values[name] ** 2).sum()) for name in names)
    gradients = {n: factor * v if n in names else np.zeros_like(v) for n, v in values.items()}
    return loss, gradients


def combined(*terms: tuple[float, tuple[float, Arrays]]) -> tuple[float, Arrays]:
    """Return a weighted sum of losses, and that of their gradients."""
    loss = sum(weight * one for weight, (one, _) in terms)
    gradients = {
        name: sum((weight * one[name] for weight, (_, one) in terms), np.zeros(()))
        for name in steps.NAMES
    }
    return loss, gradients


def after(values: Arrays, rate: float, gradients: Arrays) -> Arrays:
    """Return the variables one step later."""
    return {name: values[name] - rate * gradients[name] for name in steps.NAMES}


def right_steps(question: Arrays) -> Arrays:
    """Return the losses, gradients, work and variables of three right steps."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate, factor = float(question["learning_rate"]), float(question["decay"])
    answers: Arrays = {}
    for index, (inputs, labels) in enumerate(batches(question), start=1):
        loss, gradients = combined(
            (1, cross_entropy(values, inputs, labels)), (1, decay(values, factor))
        )
        values = after(values, rate, gradients)
        answers[steps.recorded("loss", index)] = np.array(loss)
        images = len(labels)
        answers[steps.recorded(WORK, index)] = np.array([(images + 1) // 2, images // 2])
        for name in steps.NAMES:
            answers[steps.recorded(f"gradient of {name}", index)] = gradients[name]
            answers[steps.after(name, index)] = values[name]
    return answers


def batches(question: Arrays) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the images, in float64, and the labels of each step: as many as are kept."""
    inputs, labels = question["inputs"].astype(np.float64), question["labels"]
    kept = question.get("kept", np.full(len(labels), labels.shape[1]))
    return [(x[:n], y[:n]) for x, y, n in zip(inputs, labels, kept, strict=True)]


def parts(question: Arrays) -> dict[str, tuple[float, Arrays]]:
    """Return the losses and gradients, before the first step, of which mistakes are made."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    inputs, labels = batches(question)[0]
    first, last = slice(half(question)), slice(half(question), None)
    even = slice(len(labels) - 1)
    return {
        "first": cross_entropy(values, inputs[first], labels[first]),
        "last": cross_entropy(values, inputs[last], labels[last]),
        "dropped": cross_entropy(values, inputs[even], labels[even]),
        "all": cross_entropy(values, inputs, labels),
        "decay": decay(values, float(question["decay"])),
        "decay of all": decay(values, float(question["decay"]), steps.NAMES),
    }


def wrong_decays(one: dict[str, tuple[float, Arrays]]) -> Arrays:
    """Return the losses of a whole batch with another weight decay than was asked for."""
    return {
        "loss decay halved": np.array(combined((1, one["all"]), (0.5, one["decay"]))[0]),
        "loss with biases": np.array(combined((1, one["all"]), (1, one["decay of all"]))[0]),
    }
