"""Right answers to ``weight_decay_loss``: loss, gradients, and losses under other rules."""

import numpy as np

from autograder.references.model._mistakes import mistakes
from autograder.references.model._softmax import softmax
from course_utils.exchange import Arrays
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.model.weight_decay_loss import ALONE, LAYERS


def expected(question: Arrays) -> Arrays:
    """Return the loss, its gradients, and the losses under other rules."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    labels, decay = question["labels"], float(question["decay"])
    named = [f"{layer}/kernel" for layer in question["names"]]
    entropy, logits, gradients = _cross_entropy(
        values, question["inputs"].astype(np.float64), labels
    )
    half = {name: (value**2).sum() / 2 for name, value in values.items()}
    kernels = [f"{layer}/kernel" for layer in LAYERS]
    penalty = decay * sum(half[name] for name in named)
    biases = decay * sum(half[name.replace("kernel", "bias")] for name in named)
    rows = np.arange(len(labels))
    # Keras clips what it takes for probabilities, then divides them by their sum.
    clipped = np.clip(logits, 1e-7, 1 - 1e-7)
    clipped /= clipped.sum(axis=1, keepdims=True)
    again = -np.log(softmax(softmax(logits))[rows, labels]).mean()
    return {
        "loss": np.array(entropy + penalty),
        ALONE: np.array(entropy + decay * half[f"{question['one name'][0]}/kernel"]),
        **{
            layers.gradient(name): gradient + decay * values[name] * (name in named)
            for name, gradient in gradients.items()
        },
        **mistakes({f"plain {name}": gradient for name, gradient in gradients.items()}),
        **mistakes(
            {
                "no decay": entropy,
                "all kernels": entropy + decay * sum(half[name] for name in kernels),
                "biases": entropy + penalty + biases,
                "everything": entropy + decay * sum(half.values()),
                "not halved": entropy + 2 * penalty,
                "quartered": entropy + penalty / 2,
                "summed": len(labels) * entropy + penalty,
                "first only": entropy + decay * half[named[0]],
                "last only": entropy + decay * half[named[-1]],
                "tutorial's": entropy + decay * sum(half[name] for name in kernels[:2]),
                "tutorial's decay": entropy + 0.004 / decay * penalty,
                "probabilities": -np.log(clipped[rows, labels]).mean() + penalty,
                "double softmax": again + penalty,
            }
        ),
    }


def _cross_entropy(
    values: Arrays, inputs: np.ndarray, labels: np.ndarray
) -> tuple[float, np.ndarray, Arrays]:
    """Return mean cross-entropy, logits and gradients of dense layers with tanh between them."""
    activations = [inputs]
    for layer in LAYERS:
        sums = activations[-1] @ values[f"{layer}/kernel"] + values[f"{layer}/bias"]
        activations.append(sums if layer == LAYERS[-1] else np.tanh(sums))
    logits, rows = activations[-1], np.arange(len(labels))
    back = softmax(logits)
    entropy = -np.log(back[rows, labels]).mean()
    back[rows, labels] -= 1
    back /= len(labels)
    gradients: Arrays = {}
    for layer, taken in zip(LAYERS[::-1], activations[-2::-1], strict=True):
        gradients[f"{layer}/kernel"] = taken.T @ back
        gradients[f"{layer}/bias"] = back.sum(axis=0)
        back = (back @ values[f"{layer}/kernel"].T) * (1 - taken**2)  # unused at the input
    return entropy, logits, gradients
