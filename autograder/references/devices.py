"""Right answers to the tasks of ``07_devices``, and those of some foreseen mistakes."""

import numpy as np

from autograder.references._closed_forms import cross_entropy
from course_utils.checks import steps, variables
from course_utils.checks.gradient_averages import TOWERS, VARIABLES
from course_utils.checks.mistakes import PREFIX
from course_utils.checks.passages import WORK, half

from autograder.references.closed_forms import cross_entropy
from course_utils.exchange import Arrays

KERNELS = ("hidden/kernel", "softmax_linear/kernel")
FIRST = steps.NAMES[0]  # the variable by which mistakes are known


def mistakes(answers: Arrays) -> Arrays:
    """Return what mistakes give, under the names that an expectation holds them by."""
    return {PREFIX + name: np.asarray(value, np.float64) for name, value in answers.items()}


def split_batch(question: Arrays) -> Arrays:
    """Return the sizes of the parts, the larger ones first, and the batch itself."""
    towers = int(question["towers"])
    rest = len(question["images"]) % towers
    sizes = np.full(towers, len(question["images"]) // towers)
    sizes[:rest] += 1
    return {"sizes": sizes, "images in order": question["images"]}


def average_gradients(question: Arrays) -> Arrays:
    """Return the averages over the towers' images for each variable, and what mistakes give."""
    stacked = {name: question[f"gradient of {name}"].astype(np.float64) for name in VARIABLES}
    answer = {
        f"{name}, {images} towers": np.average(one, axis=0, weights=question[images])
        for images in ("equal", "unequal")
        for name, one in stacked.items()
    }
    kernel = stacked[next(iter(VARIABLES))]
    equal, unequal = int(question["equal"][0]), question["unequal"]
    return answer | mistakes(
        {
            "sum": kernel.sum(axis=0),
            "not divided": equal * kernel.sum(axis=0),
            "divided twice": kernel.sum(axis=0) / (equal * TOWERS),
            "divided by towers": equal * kernel.mean(axis=0),
            "first": kernel[0],
            "last": kernel[-1],
            "first two": kernel[:2].mean(axis=0),
            "unweighted": kernel.mean(axis=0),
            "inverse": np.average(kernel, axis=0, weights=1 / unequal),
            "by largest": np.einsum("t,t...->...", unequal / unequal.max(), kernel),
        }
    )


# ---- tower_step and strategy_step ----------------------------------------------------------------


def decay(values: Arrays, factor: float, names: tuple[str, ...] = KERNELS) -> tuple[float, Arrays]:
    """Return half the factor times the sum of some variables' squares, and its gradients."""
    loss = factor / 2 * sum(float((values[name] ** 2).sum()) for name in names)
    gradients = {n: factor * v if n in names else np.zeros_like(v) for n, v in values.items()}
    return loss, gradients


def combined(*terms: tuple[float, tuple[float, Arrays]]) -> tuple[float, Arrays]:
    """Return a weighted sum of losses, and that of their gradients."""
    loss = sum(weight * one for weight, (one, _) in terms)
    gradients = {
        name: sum(weight * one[name] for weight, (_, one) in terms) for name in steps.NAMES
    }
    return loss, gradients


def after(values: Arrays, rate: float, gradients: Arrays) -> Arrays:
    """Return the variables one step later."""
    return {name: values[name] - rate * gradients[name] for name in steps.NAMES}


def right_steps(question: Arrays) -> Arrays:
    """Return the losses, gradients, work and variables of three right steps."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate, factor = float(question["learning_rate"]), float(question["decay"])
    expected: Arrays = {}
    for index, (inputs, labels) in enumerate(_batches(question), start=1):
        loss, gradients = combined(
            (1, cross_entropy(values, inputs, labels)), (1, decay(values, factor))
        )
        values = after(values, rate, gradients)
        expected[steps.recorded("loss", index)] = np.array(loss)
        images = len(labels)
        expected[steps.recorded(WORK, index)] = np.array([(images + 1) // 2, images // 2])
        for name in steps.NAMES:
            expected[steps.recorded(f"gradient of {name}", index)] = gradients[name]
            expected[steps.after(name, index)] = values[name]
    return expected


def _batches(question: Arrays) -> list[tuple[np.ndarray, np.ndarray]]:
    return list(zip(question["inputs"].astype(np.float64), question["labels"], strict=True))


def _parts(question: Arrays) -> dict[str, tuple[float, Arrays]]:
    """Return the losses and gradients, before the first step, of which mistakes are made."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    inputs, labels = _batches(question)[0]
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


def tower_step(question: Arrays) -> Arrays:
    """Return three steps of two towers, and the losses and gradients of some mistakes."""
    one = _parts(question)
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
    given["loss not divided"] = _loss_of_sums(question, one)
    given |= _wrong_decays(one)
    given |= {f"gradient {name}": gradients[FIRST] for name, (_, gradients) in wrong.items()}
    return right_steps(question) | mistakes(given | _each_by_itself(question, one))


def _wrong_decays(one: dict[str, tuple[float, Arrays]]) -> Arrays:
    """Return the losses of a whole batch with another weight decay than was asked for."""
    return {
        "loss decay halved": combined((1, one["all"]), (0.5, one["decay"]))[0],
        "loss with biases": combined((1, one["all"]), (1, one["decay of all"]))[0],
    }


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
    inputs, labels = _batches(question)[0]
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


def strategy_step(question: Arrays) -> Arrays:
    """Return three steps of two replicas, and the first losses and variables of some mistakes."""
    one = _parts(question)
    images = question["inputs"].shape[1]
    wrong = {
        "sum": combined((1, one["first"]), (1, one["last"]), (2, one["decay"])),
        "sum, decay once": combined((1, one["first"]), (1, one["last"]), (1, one["decay"])),
        "unweighted": combined((0.5, one["first"]), (0.5, one["last"]), (1, one["decay"])),
        "decay twice": combined((1, one["all"]), (2, one["decay"])),
        "no decay": one["all"],
        "halved": combined((0.5, one["all"]), (0.5, one["decay"])),
        "twice": combined((2, one["all"]), (2, one["decay"])),
    }
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate = float(question["learning_rate"])
    given = {f"loss {name}": np.array(loss) for name, (loss, _) in wrong.items()}
    given["loss not divided"] = combined((images, one["all"]), (1, one["decay"]))[0]
    given["loss decay divided"] = combined((1, one["all"]), (2 / images, one["decay"]))[0]
    given |= _wrong_decays(one)
    given |= {f"moved {name}": after(values, rate, g)[FIRST] for name, (_, g) in wrong.items()}
    expected = {name: v for name, v in right_steps(question).items() if "gradient" not in name}
    return expected | mistakes(given)


# ---- steps_and_rate ------------------------------------------------------------------------------


def steps_and_rate(question: Arrays) -> Arrays:
    """Return the images of a step, the steps, decay_steps, and the rate at a step."""
    q = {name: int(value) for name, value in question.items()}

    def counted(images: float) -> Arrays:
        return {
            "images": np.array(images),
            "steps": np.array(int(q["examples"] * q["epochs"] / images)),
            "decay_steps": np.array(int(q["examples"] * q["epochs_per_decay"] / images)),
        }

    images = q["devices"] * q["batch_size"]
    right = counted(images)
    falls = q["step"] / int(right["decay_steps"])
    epoch = q["examples"] // images
    given = {
        **{f"one device {name}": v for name, v in counted(q["batch_size"]).items()},
        **{f"shared {n}": v for n, v in counted(q["batch_size"] / q["devices"]).items()},
        "epoch rounded steps": epoch * q["epochs"],
        "epoch rounded decay_steps": epoch * q["epochs_per_decay"],
        "smooth": 0.1 * 0.1**falls,
        "exponent": int(falls),
        "starts at 1": 0.1 ** int(falls),
        "scaled": q["devices"] * 0.1 * 0.1 ** int(falls),
        "constant": 0.1,
        "once": 0.1 * 0.1,
    }
    return {**right, "rate": np.array(0.1 * 0.1 ** int(falls)), **mistakes(given)}
