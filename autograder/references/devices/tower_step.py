"""Right answers to ``tower_step``: three steps of two towers, and those of mistakes."""

import numpy as np

from autograder.references._closed_forms import cross_entropy
from autograder.references.devices._mistakes import mistakes
from autograder.references.devices._steps import (
    FIRST,
    after,
    batches,
    combined,
    decay,
    parts,
    right_steps,
    wrong_decays,
)
from course_utils.exchange import Arrays
from course_utils.exercises.devices._passages import half
from course_utils.exercises.kit import variables


def expected(question: Arrays) -> Arrays:
    """Return three steps of two towers, and the losses and gradients of some mistakes."""
    one = parts(question)
    wrong = {
        "sum": combined((1, one["first"]), (1, one["last"]), (2, one["decay"])),
        "unweighted": combined((0.5, one["first"]), (0.5, one["last"]), (1, one["decay"])),
        "decay twice": combined((1, one["all"]), (2, one["decay"])),
        "no decay": one["all"],
        "first": combined((1, one["first"]), (1, one["decay"])),
        "last": combined((1, one["last"]), (1, one["decay"])),
        "dropped": combined((1, one["dropped"]), (1, one["decay"])),
    }
    given = {f"loss {name}": np.array(loss) for name, (loss, _) in wrong.items()}
    given["loss not divided"] = np.array(_loss_of_sums(question, one))
    given |= wrong_decays(one)
    given |= {f"gradient {name}": gradients[FIRST] for name, (_, gradients) in wrong.items()}
    return right_steps(question) | mistakes(given | _each_by_itself(question, one))


def _loss_of_sums(question: Arrays, one: dict[str, tuple[float, Arrays]]) -> float:
    """Return the loss if each tower sums over its images and is weighted by their number."""
    images = question["inputs"].shape[1]
    counts = np.array([half(question), images - half(question)])
    sums = counts * np.array([one["first"][0], one["last"][0]])
    return float(counts @ sums / images + one["decay"][0])


def _each_by_itself(question: Arrays, one: dict[str, tuple[float, Arrays]]) -> Arrays:
    """Return what comes out if the first tower updates before the second one begins."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate, factor = float(question["learning_rate"]), float(question["decay"])
    inputs, labels = batches(question)[0]
    later = slice(half(question), None)
    loss, first = combined((1, one["first"]), (1, one["decay"]))
    values = after(values, rate, first)
    later_loss, second = combined(
        (1, cross_entropy(values, inputs[later], labels[later])), (1, decay(values, factor))
    )
    share = half(question) / len(labels)
    before = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    shared = after(before, share * rate, first)
    shared_loss, _ = combined(
        (1, cross_entropy(shared, inputs[later], labels[later])), (1, decay(shared, factor))
    )
    return {
        "loss moved a share": np.array(share * loss + (1 - share) * shared_loss),
        "loss moved": np.array(share * loss + (1 - share) * later_loss),
        "each tower updates": after(values, rate, second)[FIRST],
        "gradient moved": share * first[FIRST] + (1 - share) * second[FIRST],
    }
