"""Right answers to the tasks of ``05_training``, and those of some foreseen mistakes."""

import numpy as np

from autograder.references._closed_forms import cross_entropy
from course_utils.checks import sequences, steps, variables
from course_utils.checks.clipped_steps import KERNELS
from course_utils.checks.log_lines import PARTS
from course_utils.checks.mistakes import PREFIX

from autograder.references.closed_forms import cross_entropy
from course_utils.exchange import Arrays

# ---- staircase -----------------------------------------------------------------------------------


def staircase(question: Arrays) -> Arrays:
    """Return the rates between and at the edges, and those by other rules for the stair."""
    batch, examples, epochs = (int(question[n]) for n in ("batch size", "examples", "epochs"))
    exact = examples / batch * epochs
    length = int(exact)
    stairs = {
        "": lambda step: step // length,
        "smooth": lambda step: step / length,
        "each epoch": lambda step: step // int(examples / batch),
        "one batch": lambda step: step * batch // length,
        "once": lambda step: np.minimum(step // length, 1),
        "one too many": lambda step: step // length + 1,
        "grows": lambda step: -(step // length),
        "late": lambda step: np.maximum(step - 1, 0) // length,
        "ahead": lambda step: (step + 1) // length,
        "rounded early": lambda step: step // (examples // batch * epochs),
        "unrounded": lambda step: step // exact,
        "nearest": lambda step: step // (length + 1),
    }
    rate, factor = float(question["first rate"]), float(question["factor"])
    found: Arrays = {}
    for place in ("between", "at edges"):
        at = question[f"steps {place}"].astype(np.float64)
        for name, stair in stairs.items():
            part = f"{PREFIX}{name} {place}" if name else f"rates {place}"
            found[part] = rate * factor ** stair(at)
        found[f"{PREFIX}times {place}"] = rate * factor * (at // length)
        found[f"{PREFIX}constant {place}"] = np.full(len(at), rate)
        found[f"{PREFIX}a tenth {place}"] = rate * 0.1 ** (at // length)
        found[f"{PREFIX}from a tenth {place}"] = 0.1 * factor ** (at // length)
    return found


# ---- RampedAverage -------------------------------------------------------------------------------


def RampedAverage(question: Arrays) -> Arrays:
    """Return the average after each call, and all of them under each foreseen mistake."""
    decay, ramp = float(question["decay"]), int(question["ramp"])

    def ramped(n: int) -> float:
        return min(decay, (1 + n) / (ramp + n))

    keeps = {
        "fixed": lambda n: decay,
        "counted first": lambda n: ramped(n + 1),
        "exchanged": lambda n: 1 - ramped(n),
        "never counts": lambda n: ramped(0),
        "first value": lambda n: ramped(n) if n else 0.0,
        "endless ramp": lambda n: (1 + n) / (ramp + n),
        "still": lambda n: 1.0,
        "ramp of ten": lambda n: min(decay, (1 + n) / (10 + n)),
        "product": lambda n: decay * (1 + n) / (ramp + n),
    }
    found = sequences.replayed(_averages(question, ramped))
    for name, keep in keeps.items():
        found[PREFIX + name] = _averages(question, keep)
    zero = {**question, "start": np.zeros_like(question["start"])}
    found[f"{PREFIX}zero"] = _averages(zero, ramped)
    found[f"{PREFIX}before"] = _averages(question, ramped, before=True)
    found[f"{PREFIX}alias"] = _averages(question, ramped, one_average=True)
    found[f"{PREFIX}shared"] = _averages(question, ramped, one_average=True, one_count=True)
    found[f"{PREFIX}shared count"] = _averages(question, ramped, one_count=True)
    return found


def _averages(
    question: Arrays,
    keep,  # noqa: ANN001 - a rule from a count to a share
    *,
    one_average: bool = False,
    one_count: bool = False,
    before: bool = False,
) -> np.ndarray:
    averages, counts = [question["start"]] * 2, [0, 0]
    results = []
    for which, value in zip(question["object"], question["argument"], strict=True):
        own, count = 0 if one_average else which, 0 if one_count else which
        share = keep(counts[count])
        results.append(averages[own])
        averages[own] = share * averages[own] + (1 - share) * value
        if not before:
            results[-1] = averages[own]
        counts[count] += 1
    return np.stack(results)


# ---- clipped_step --------------------------------------------------------------------------------


def clipped_step(question: Arrays) -> Arrays:
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
    w1, b1, w2, b2 = (values[name] for name in steps.NAMES)
    logits = np.tanh(images @ w1 + b1) @ w2 + b2
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


# ---- log_numbers ---------------------------------------------------------------------------------


def log_numbers(question: Arrays) -> Arrays:
    """Return the three columns of the log, and those of foreseen mistakes."""
    losses, clock = question["losses"], question["clock"]
    batch, every = int(question["batch size"]), int(question["every"])
    ends = np.arange(every, len(clock), every)
    took, each = clock[ends] - clock[ends - every], np.diff(clock)
    means = (batch / each).reshape(-1, every).mean(axis=1)
    average = _smoothed(losses, losses[0])
    found = dict(zip(PARTS, (batch * every / took, took / every, average[ends - 1]), strict=True))
    of_lines = losses[ends - 1]
    blocks = losses.reshape(-1, every)
    given = {
        "from the start": batch * ends / (clock[ends] - clock[0]),
        "from the start, seconds": (clock[ends] - clock[0]) / ends,
        "last step": batch / each[ends - 1],
        "last step, seconds": each[ends - 1],
        "mean of speeds": means,
        "from zero": _smoothed(losses, 0.0)[ends - 1],
        "exchanged": _smoothed(losses, losses[0], keep=0.1)[ends - 1],
        "of lines": _smoothed(of_lines, of_lines[0]),
        "of lines, from the first": _smoothed(of_lines, losses[0]),
        "anew": np.array([_smoothed(block, block[0])[-1] for block in blocks]),
        "raw": of_lines,
        "block means": blocks.mean(axis=1),
        "line's first step": average[ends - every],
    }
    return found | {PREFIX + name: values for name, values in given.items()}


def _smoothed(losses: np.ndarray, start: float, keep: float = 0.9) -> np.ndarray:
    found = [start]
    for loss in losses:
        found.append(keep * found[-1] + (1 - keep) * loss)
    return np.array(found[1:])
