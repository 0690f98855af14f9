"""Training with mini-batches, read off the weights that it leaves.

Each image has one pixel of its own, so that one row of the weights belongs to it alone. A step
moves the row of each image that it takes by rate / size times (one-hot label - probabilities). So
the rows tell how often, in how large a batch and with which rate an image was taken; images of one
label that went through the same steps have the same row. One more pixel belongs to all images: with
the bias, it lets each step see what the one before has done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, as_array, describe, error_in, several
from course_utils.exercises.kit.properties import Asked, compares, number
from course_utils.exercises.kit.task import Finding, Task

PIXELS, CLASSES, BATCH = 784, 10, 100
SHARED = 0.5  # of the pixel of all images, which moves a score by a quarter of what the bias does
SHARES = (0.28, 0.2, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.04, 0.03)  # so that the bias moves
MOST_IMAGES = 300
# So small rates change probabilities by less than 1 in 1,000; foreseen mistakes show as 3 in 100.
CLOSE = 0.005
ALIKE = 2e-6  # of the largest weight: rows of other steps differ by a thousand times as much
FOLLOWS = 1e-4  # of the largest weight: a step that sees nothing of those before is off by 0.01


class Run(NamedTuple):
    """One call of ``train``.

    Attributes:
        images: How many of the images it gets.
        rate: The part of the question that is its learning rate.
        epochs: How many, or the part that says so.
        decay_epoch: The epoch, or the part that says so; ``None`` where none is handed over.
    """

    images: int
    rate: str
    epochs: int | str
    decay_epoch: int | str | None = None


ONE, TWO = "one epoch", "two epochs"
SMALL, OTHER, REST = "small steps", "another rate", "a rest"
SEVERAL, DECAYED, AT_ONCE = "several epochs", "a decay", "a decay at once"
RUNS = {
    ONE: Run(200, "learning rate", 1),
    TWO: Run(200, "learning rate", 2),
    SMALL: Run(300, "small rate", 1),
    REST: Run(250, "small rate", 1),
    OTHER: Run(300, "other rate", 1),
    SEVERAL: Run(300, "small rate", "epochs"),
    DECAYED: Run(300, "small rate", "epochs", "decay epoch"),
    AT_ONCE: Run(300, "small rate", 2, 0),
}


def draw(rng: np.random.Generator) -> Arrays:
    """Draw images and labels, learning rates, and when to stop and to decay.

    Returns:
        ``pixels`` int64 (300,): the one pixel of each image that is 1; ``shared pixel``, which is
        0.5 in all of them; ``labels`` int64 (300,), some far more often than others; ``learning
        rate``, ``small rate`` and ``other rate``; ``epochs``, 5 or 6, and ``decay epoch``, at least
        2 and three epochs before the end.
    """
    epochs = int(rng.integers(5, 7))
    small = rng.uniform(3e-5, 4e-5)
    pixels = rng.permutation(PIXELS)
    return {
        "pixels": pixels[:MOST_IMAGES],
        "shared pixel": np.array(pixels[MOST_IMAGES]),
        "labels": rng.choice(rng.permutation(CLASSES), MOST_IMAGES, p=SHARES),
        "learning rate": np.array(rng.uniform(0.8, 1.2)),
        "small rate": np.array(small),
        "other rate": np.array(small * rng.uniform(1.4, 1.7)),
        "epochs": np.array(epochs),
        "decay epoch": np.array(int(rng.integers(2, epochs - 2))),
    }


# ---- asking --------------------------------------------------------------------------------------


def of(part: str, run: str) -> str:
    """Return the name of the part of an answer with the weights or the bias of a run."""
    return f"{part} of {run}"


def ask(train: Any, question: Arrays) -> Arrays:
    """Return weights and bias of each run; one that fails takes no other with it."""
    if not callable(train):
        raise ExchangeError(
            f"A function was asked for, but this is a {type(train).__name__}. Pass the function "
            "itself, without calling it."
        )
    answer: Arrays = {}
    for name, run in RUNS.items():
        try:
            answer |= trained(train, name, arguments(question, run))
        except (Exception, SystemExit) as error:
            sentence = np.array(describe(error))
            answer |= {of(part, name) + ERROR: sentence for part in ("weights", "bias")}
    return answer


def arguments(question: Arrays, run: Run) -> list[Any]:
    """Return what ``train`` is handed over in a run."""
    images = np.zeros((run.images, PIXELS), np.float32)
    images[np.arange(run.images), question["pixels"][: run.images]] = 1
    images[:, question["shared pixel"]] = SHARED
    given = [one for one in (run.epochs, run.decay_epoch) if one is not None]
    return [
        images,
        question["labels"][: run.images].copy(),
        question[run.rate].item(),
        *(question[one].item() if isinstance(one, str) else one for one in given),
    ]


def trained(train: Any, name: str, given: list[Any]) -> Arrays:
    """Return weights and bias of one run.

    Raises:
        ExchangeError: What came back is something else.
    """
    values = train(*given)
    parts = several(values, 2)
    if parts is None:
        said = "None: is its body written?" if values is None else f"a {type(values).__name__}."
        raise ExchangeError(f"End train with: return weights, bias. So far it returns {said}")
    found: Arrays = {}
    for part, value, shape in zip(
        ("weights", "bias"), parts, ((PIXELS, CLASSES), (CLASSES,)), strict=True
    ):
        array = as_array(value, f"train ({part})")
        if array.shape != shape:
            raise ExchangeError(
                f"The {part} that train returns have the shape {array.shape}. Return weights of "
                f"shape ({PIXELS}, {CLASSES}), then the bias, ({CLASSES},)."
            )
        found[of(part, name)] = array.copy()
    return found


# ---- judging -------------------------------------------------------------------------------------


def unusable(asked: Asked, runs: tuple[str, ...]) -> str:
    """Return what keeps some runs from being judged, or ''."""
    for name in runs:
        for part, shape in (("weights", (PIXELS, CLASSES)), ("bias", (CLASSES,))):
            got = asked.answer.get(of(part, name))
            if got is None or got.dtype.kind not in "biuf" or got.shape != shape:
                return error_in(asked.answer, of(part, name)) or f"No {part} came back from train."
            with np.errstate(over="ignore"):
                finite = np.isfinite(got.astype(np.float64)).all()
            if not finite:
                return (
                    f"The {part} that train returns are not finite, with a learning rate of "
                    f"{number(asked.question[RUNS[name].rate].item())}. Look for a division by 0."
                )
        if not doses(asked, name).any():
            return (
                f"After {number(epochs_of(asked, name))} epochs all weights are still 0. Subtract "
                "the learning rate times the gradient in each step."
            )
        used = asked.question["pixels"][: RUNS[name].images]
        used = np.append(used, asked.question["shared pixel"])
        others = np.delete(asked.answer[of("weights", name)].astype(np.float64), used, axis=0)
        if np.abs(others).max() > ALIKE * np.abs(rows(asked, name)).max():
            return "Pixels that are 0 in all images have weights. Start with all weights 0."
    return ""


def epochs_of(asked: Asked, name: str) -> int:
    """Return how many epochs a run has."""
    epochs = RUNS[name].epochs
    return int(asked.question[epochs]) if isinstance(epochs, str) else epochs


def rows(asked: Asked, name: str) -> np.ndarray:
    """Return the weights of each image's own pixel: float64 (N, 10)."""
    used = asked.question["pixels"][: RUNS[name].images]
    return asked.answer[of("weights", name)].astype(np.float64)[used]


def labels_of(asked: Asked, name: str) -> np.ndarray:
    """Return the labels of a run's images."""
    return asked.question["labels"][: RUNS[name].images]


def doses(asked: Asked, name: str) -> np.ndarray:
    """Return the sum of rate / size over an image's steps, float64 (N,), where steps are small."""
    labels = labels_of(asked, name)
    return rows(asked, name)[np.arange(len(labels)), labels] / (1 - 1 / CLASSES)


def mean_dose(asked: Asked, name: str) -> np.float64:
    """Return the mean over a run's images; NaN where it cannot be judged."""
    return np.float64(np.nan if unusable(asked, (name,)) else doses(asked, name).mean())


def close(got: float, want: float) -> bool:
    """Return whether two numbers agree but for what small steps leave out."""
    return bool(abs(got - want) <= CLOSE * abs(want))


def groups(asked: Asked, name: str) -> Iterator[np.ndarray]:
    """Yield for each label which of its images went through the same steps: int (n,), from 0 on."""
    own, labels = rows(asked, name), labels_of(asked, name)
    apart = ALIKE * np.abs(own).max()
    for label in np.unique(labels):
        found: list[np.ndarray] = []
        places = []
        for row in own[labels == label]:
            alike = [i for i, one in enumerate(found) if np.abs(row - one).max() <= apart]
            if not alike:
                found.append(row)
            places.append(alike[0] if alike else len(found) - 1)
        yield np.array(places)


def extra_epochs(asked: Asked) -> np.float64:
    """Return how many epochs more than asked for each run has; infinite where all have as many."""
    ratio, epochs = mean_dose(asked, SEVERAL) / mean_dose(asked, SMALL), epochs_of(asked, SEVERAL)
    return np.float64(np.inf) if close(ratio, 1) else (epochs - ratio) / (ratio - 1)


def steps_in_one_epoch(asked: Asked) -> int:
    """Return how many steps took images of the commonest label, as far as they differ."""
    return max(int(one.max()) + 1 for one in groups(asked, ONE))


def gradient_steps(asked: Asked) -> str:
    """Return what is wrong with the steps themselves, whatever their length, or ''."""
    return first_steps(asked) or later_steps(asked)


def first_steps(asked: Asked) -> str:
    """Return what is wrong with steps so small that none sees what the others have done, or ''."""
    own, labels = rows(asked, SMALL), labels_of(asked, SMALL)
    dose = doses(asked, SMALL)
    if dose.mean() < 0:
        return (
            "The weights walk uphill: the score of an image's own label falls. Subtract the "
            "learning rate times the gradient."
        )
    wanted = dose[:, None] * (np.eye(CLASSES)[labels] - 1 / CLASSES)
    if np.abs(own - wanted).max() > 0.05 * np.abs(own).max():
        return (
            "The weights do not follow the gradient: each image raises the score of its own label "
            "and lowers the other nine alike. Take softmax_gradient of the batch."
        )
    bias, sums = asked.answer[of("bias", SMALL)].astype(np.float64), own.sum(axis=0)
    if np.abs(bias - sums).max() > 0.02 * np.abs(sums).max():
        if not bias.any():
            return "Your bias stays 0. Move it in each step, as the weights, by its own gradient."
        return (
            "The bias does not move with the weights. Give it the same steps by its own gradient."
        )
    return ""


def later_steps(asked: Asked) -> str:
    """Return what is wrong with the steps of one epoch that follow its first, or ''.

    At an ordinary rate each step sees what those before it have done, which the weights of their
    images tell. Nothing is said of weights that show another mistake.
    """
    runs = (SMALL, REST, SEVERAL, ONE)
    if unusable(asked, runs) or first_steps(asked) or every_image_once(asked) or epochs(asked):
        return ""
    own, labels = rows(asked, ONE), labels_of(asked, ONE)
    apart, seen = FOLLOWS * np.abs(own).max(), np.zeros(CLASSES)
    while len(own):
        powers = np.exp(seen - seen.max())
        directions = np.eye(CLASSES)[labels] - powers / powers.sum()
        scales = (own * directions).sum(axis=1) / (directions**2).sum(axis=1)
        right = np.abs(own - scales[:, None] * directions).max(axis=1) <= apart
        taken = right & (np.abs(scales - scales[right.argmax()]) <= apart)  # one size, one step
        if not taken.any():
            return (
                "At an ordinary learning rate the weights are not those of one step after the "
                "other. Compute the gradient of each batch with the weights that the step before "
                "has left."
            )
        seen = seen + (1 + SHARED**2) * own[taken].sum(axis=0)  # by the bias and the shared pixel
        own, labels = own[~taken], labels[~taken]
    return ""


def batches(asked: Asked) -> str:
    """Return what is wrong with the number of images in a step, or ''."""
    size = np.float64(asked.question["small rate"]) / np.abs(mean_dose(asked, SMALL))
    extra = extra_epochs(asked)
    in_two = steps_in_one_epoch(asked) == 2
    whole = np.rint(BATCH / size)
    right = (
        close(size, BATCH),
        close(extra, 1) and close(2 * size, BATCH),  # an epoch too many is another mistake
        np.isinf(extra) and whole > 1 and close(whole * size, BATCH),  # so is a fixed number
        in_two and close(size, 10 * BATCH),  # so is a decay that comes unasked
        in_two and close(mean_dose(asked, OTHER), mean_dose(asked, SMALL)),  # or a fixed rate
    )
    if any(right) and steps_in_one_epoch(asked) == 1:
        return (
            "One epoch of 200 images leaves the weights of a single step. Take 100 images a step, "
            "and compute the gradient anew in each."
        )
    if any(right):
        return later_steps(asked)
    if close(size, 1) and steps_in_one_epoch(asked) <= 2:
        return (
            "A step adds up the gradients of its images. Take their mean: the gradient of the mean "
            "loss, which softmax_gradient gives."
        )
    if close(size, 1):
        return "Each image makes a step of its own. Take 100 images a step, and their mean."
    if close(size, MOST_IMAGES):
        return "Each step takes all images. Take 100 of them, the next 100 in the next step."
    return (
        f"The steps are as long as with {number(np.round(size, 1))} images in each. Take 100: "
        "order[start : start + 100]."
    )


def every_image_once(asked: Asked) -> str:
    """Return what is wrong with which images an epoch takes, or ''."""
    dose, rest = doses(asked, SMALL), doses(asked, REST)
    if np.abs(dose - dose.mean()).max() > 0.05 * abs(dose.mean()):
        unused = int((np.abs(dose) < 0.05 * abs(dose.mean())).sum())
        return (
            f"In one epoch {unused} of {len(dose)} images are never taken, and others more than "
            "once. Take each once: rng.permutation(len(images)) holds every index."
        )
    unused = int((np.abs(rest) < 0.05 * np.abs(rest).max()).sum())
    if unused:
        return (
            f"Of 250 images {unused} are never taken. An epoch takes all: the last step has those "
            "that are left, fewer than 100."
        )
    return ""


def learning_rate(asked: Asked) -> str:
    """Return what is wrong with the use of the learning rate, or ''."""
    wanted = float(asked.question["other rate"] / asked.question["small rate"])
    ratio = mean_dose(asked, OTHER) / mean_dose(asked, SMALL)
    if close(ratio, wanted):
        return ""
    if close(ratio, 1):
        return "Another learning_rate changes nothing. Multiply the gradients by the argument."
    return (
        f"A learning rate {number(np.round(wanted, 2))} times as large makes steps "
        f"{number(np.round(ratio, 2))} times as long. Multiply the gradients by it, once."
    )


def epochs(asked: Asked) -> str:
    """Return what is wrong with the number of epochs, or ''."""
    wanted, ratio = epochs_of(asked, SEVERAL), mean_dose(asked, SEVERAL) / mean_dose(asked, SMALL)
    if close(ratio, wanted):
        return ""
    if close(ratio, 1):
        return "More epochs change nothing. Repeat the passes as often as the argument epochs says."
    if close(extra_epochs(asked), 1):
        return "There is one epoch too many. range(epochs) counts from 0 on, as many as asked for."
    return (
        f"{wanted} epochs move the weights {number(np.round(ratio, 2))} times as far as one. "
        "Without decay_epoch each takes equal steps."
    )


def new_orders(asked: Asked) -> str:
    """Return what is wrong with the order of the images, or ''."""
    first, both = list(groups(asked, ONE)), list(groups(asked, TWO))
    if all(one.max() + 1 == len(one) for one in first):
        return ""  # each image in a step of its own, whose order does not show
    if np.isinf(extra_epochs(asked)) and not batches(asked) and steps_in_one_epoch(asked) > 2:
        return ""  # a fixed number of epochs, which show in one call that their orders differ
    if not any(one.max() for one in first):
        return "All images are in one step, so they have no order. Take 100 images a step."
    if said := later_steps(asked):
        return said
    if not any((np.diff(one) < 0).any() for one in first):
        return "The images come in the order in which they are given. Draw one: rng.permutation."
    if all(two.max() <= one.max() for one, two in zip(first, both, strict=True)):
        return (
            "Both of two epochs take the images in the same order. Draw a new one inside the loop "
            "over the epochs."
        )
    return ""


def decay(asked: Asked) -> str:
    """Return what is wrong with the decay, or ''."""
    last, start = epochs_of(asked, DECAYED), int(asked.question["decay epoch"])
    unit = mean_dose(asked, SMALL)
    got, at_once = (mean_dose(asked, name) / unit for name in (DECAYED, AT_ONCE))
    after = last - start
    if close(got, start + after / 10):
        if close(at_once, 0.2):
            return ""
        return (
            "With decay_epoch=0 the learning rate is no tenth from the start. Epoch 0 counts, too: "
            "None alone means that the rate stays."
        )
    foreseen = (
        (last, "decay_epoch changes nothing. From that epoch on, the learning rate is a tenth."),
        (
            start + 1 + (after - 1) / 10,
            "The learning rate falls an epoch too late. Epochs are counted from 0, and decay_epoch "
            "is the first that has a tenth.",
        ),
        (
            start - 1 + (after + 1) / 10,
            "The learning rate falls an epoch too early. Epochs are counted from 0, and "
            "decay_epoch is the first that has a tenth.",
        ),
        (
            start + sum(0.1**power for power in range(1, after + 1)),
            "The learning rate falls again in each later epoch. Divide it by 10 once, in "
            "decay_epoch.",
        ),
        (
            start + 0.1 + after - 1,
            "Only decay_epoch itself has a tenth of the learning rate. Leave it at a tenth in all "
            "later epochs.",
        ),
        (last / 10, "The learning rate is a tenth from the start. Divide it in decay_epoch."),
        (
            10 * start + after,
            "The learning rate is a tenth where no decay_epoch is given, too. None means that it "
            "stays.",
        ),
    )
    for seen, sentence in foreseen:
        if close(got, seen):
            return sentence
    factor = (got - start) / after
    return (
        f"From decay_epoch on the steps are {number(np.round(factor, 2))} times as long as before. "
        "Take a tenth of the learning rate."
    )


@dataclass(frozen=True)
class Seen:
    """A property that shows in the weights of some runs.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        runs: Those that it is judged by.
        problem: Returns what is wrong, or ''.
        right: The sentence where it is right.
    """

    name: str
    share: float
    runs: tuple[str, ...]
    problem: Callable[[Asked], str]
    right: str

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        with np.errstate(all="ignore"):  # ratios of numbers that may be anything
            problem = unusable(asked, self.runs) or self.problem(asked)
        return Finding(self.name, self.share, 0.0 if problem else 1.0, problem or self.right)


TASK = Task(
    "train",
    "random",
    draw,
    ask,
    compares(
        Seen("gradient steps", 0.15, (SMALL,), gradient_steps, "Each step follows the gradient."),
        Seen("batches of 100", 0.2, (SMALL, ONE), batches, "Each step takes 100 images."),
        Seen(
            "every image once an epoch",
            0.15,
            (SMALL, REST),
            every_image_once,
            "Each epoch takes every image once.",
        ),
        Seen(
            "learning rate",
            0.1,
            (SMALL, OTHER),
            learning_rate,
            "The steps grow with the learning rate.",
        ),
        Seen("epochs", 0.1, (SMALL, SEVERAL), epochs, "There are as many epochs as asked for."),
        Seen(
            "a new order each epoch",
            0.15,
            (ONE, TWO),
            new_orders,
            "Each epoch draws an order of its own.",
        ),
        Seen(
            "decay",
            0.15,
            (SMALL, DECAYED, AT_ONCE),
            decay,
            "From decay_epoch on, the learning rate is a tenth.",
        ),
    ),
)
