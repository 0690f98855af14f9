"""Questions wider than those that are drawn: whatever the text of an exercise allows.

Draws are made so that mistakes show; these are made to find any input at all that tells a mutant
from its answer. So they need no sizes that differ and no right answer, and an input that the answer
itself refuses is left out. A task without one is asked its own draw.
"""

from collections.abc import Callable

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.devices import split_batch as batches
from course_utils.exercises.devices import steps_and_rate as schedules
from course_utils.exercises.evaluation import exact_interval as intervals
from course_utils.exercises.evaluation import paired_difference as differences
from course_utils.exercises.evaluation import wrapped_precision as queues
from course_utils.exercises.first_cnn import convolve as convolutions
from course_utils.exercises.inputs import shorter_queue as queue_lengths
from course_utils.exercises.model import conv_cost as costs
from course_utils.exercises.softmax import central_differences as derivatives
from course_utils.exercises.softmax import softmax_gradient as gradients
from course_utils.exercises.training import log_numbers as logs
from course_utils.exercises.your_data import group_split as groups
from course_utils.exercises.your_data import letterbox as letterboxes
from course_utils.exercises.your_variant import ablation_effects as ablations

UNUSUAL = (np.nan, np.inf, -np.inf)


def channel_means(rng: np.random.Generator) -> Arrays:
    """Draw images of any number and size, some of a single pixel."""
    count, height, width = (int(rng.integers(1, high)) for high in (7, 30, 30))
    images = rng.integers(0, rng.integers(1, 257), (count, height, width, 3)).astype(np.uint8)
    return {"images": images, "one image": images[:1]}


def standardize(rng: np.random.Generator) -> Arrays:
    """Draw images of any size and level, faint or strong, whole numbers or not."""
    question: Arrays = {}
    for name in ("image", "bytes", "grey", "constant", "faint"):
        shape = tuple(rng.integers(1, 12, 3))
        image = rng.normal(rng.uniform(-300, 300), 10 ** rng.uniform(-3, 3), shape)
        question[name] = image.astype(np.float32)
    question["bytes"] = rng.integers(0, 256, question["bytes"].shape).astype(np.uint8)
    question["constant"][:] = rng.integers(-300, 300)
    return question


def softmax(rng: np.random.Generator) -> Arrays:
    """Draw logits of any size and number, one row and one class included."""
    names = ("logits", "float32 logits", "one row", "logits of 500", "logits of 1000")
    question: Arrays = {}
    for name in (*names, "mixed logits", "spread logits"):
        shape = (int(rng.integers(1, 9)), int(rng.integers(1, 12)))
        rows = rng.normal(0, 10 ** rng.uniform(-2, 3), shape)
        question[name] = rows + rng.uniform(-1_000, 1_000, (len(rows), 1))
    question["float32 logits"] = question["float32 logits"].astype(np.float32)
    question["one row"] = question["one row"][:1]
    return question


def scores_of(rng: np.random.Generator, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw scores with many ties, and the same with numbers that are not finite: (N, C)."""
    classes = int(rng.integers(2, 9))
    scores = rng.integers(-4, 5, (labels, classes)).astype(np.float32)
    broken = scores.copy()
    at = rng.random(scores.shape) < rng.uniform(0, 0.3)
    broken[at] = rng.choice(UNUSUAL, at.sum())
    return scores, broken


def precision_at_k(rng: np.random.Generator) -> Arrays:
    """Draw few or many images, whatever their scores, and any k below the number of classes."""
    count = int(rng.integers(1, 40))
    scores, broken = scores_of(rng, count)
    classes = scores.shape[1]
    return {
        "labels": rng.integers(0, classes, count),
        "k": np.array(rng.integers(1, classes)),
        "larger k": np.array(rng.integers(1, classes)),
        "least k": np.array(1),
        "most k": np.array(classes - 1),
        "scores": rng.normal(0, 1, scores.shape).astype(np.float32),
        "scores with NaN": broken,
        "tied scores": scores,
    }


def confusion_rates(rng: np.random.Generator) -> Arrays:
    """Draw few or many images, whatever their scores, with classes that do not occur."""
    count = int(rng.integers(1, 40))
    scores, broken = scores_of(rng, count)
    labels = rng.integers(0, scores.shape[1], count)
    return {
        "labels": labels,
        "scores": scores,
        "scores with NaN": broken,
        "labels of some classes": labels // 2,
    }


def wrapped_precision(rng: np.random.Generator) -> Arrays:
    """Draw any number of images, right by any chance, and batches of any size."""
    question: Arrays = {}
    for queue in queues.QUEUES:
        images = int(rng.integers(1, 60))
        question[f"right{queue}"] = rng.random(images) < rng.random()
        question[f"batch size{queue}"] = np.array(rng.integers(1, 4 * images + 1))
    return question


def exact_interval(rng: np.random.Generator) -> Arrays:
    """Draw any count of any number of images, and any confidence."""
    question: Arrays = {}
    for sample in (*intervals.SAMPLES, *intervals.EXTREMES):
        total = int(rng.integers(1, 200))
        question[f"correct of {sample}"] = np.array(rng.integers(0, total + 1))
        question[f"total of {sample}"] = np.array(total)
        question[f"confidence of {sample}"] = np.array(rng.uniform(0.5, 0.999))
    return question


def staircase(rng: np.random.Generator) -> Arrays:
    """Draw any settings, and any steps on the first stairs, their edges included."""
    batch, examples, epochs = (int(rng.integers(low, 20 * low)) for low in (8, 400, 2))
    length = max(1, examples * epochs // batch)
    edges = np.add.outer(np.arange(1, 8) * length, np.arange(-2, 3)).ravel()
    return {
        "batch size": np.array(batch),
        "examples": np.array(examples),
        "epochs": np.array(epochs),
        "factor": np.array(rng.uniform(0.1, 0.95)),
        "first rate": np.array(10 ** rng.uniform(-4, 0)),
        "steps between": rng.integers(0, 8 * length, 20),
        "steps at edges": np.maximum(0, edges),
    }


def split_batch(rng: np.random.Generator) -> Arrays:
    """Draw images of any number and shape for any number of towers that is not larger."""
    question: Arrays = {}
    for suffix in ("", *batches.OTHERS):
        towers = int(rng.integers(1, 9))
        shape = (int(rng.integers(towers, 50)), *rng.integers(1, 4, rng.integers(0, 4)))
        question[f"images{suffix}"] = rng.permutation(int(np.prod(shape))).reshape(shape)
        question[f"towers{suffix}"] = np.array(towers)
    return question


def steps_and_rate(rng: np.random.Generator) -> Arrays:
    """Draw any training on any number of devices, and any steps of it."""
    numbers = {
        "examples": rng.integers(100, 60_000),
        "epochs": rng.integers(1, 200),
        "devices": rng.integers(1, 17),
        "batch_size": rng.integers(1, 300),
        "epochs_per_decay": rng.integers(1, 60),
    }
    batch = numbers["devices"] * numbers["batch_size"]
    length = max(1, numbers["examples"] * numbers["epochs_per_decay"] // batch)
    numbers["step"] = rng.integers(0, 6 * length)
    for time in schedules.TIMES:
        numbers[f"step{time}"] = max(0, length * rng.integers(0, 5) + rng.integers(-1, 2))
    return {name: np.array(int(value)) for name, value in numbers.items()}


def cross_entropy(rng: np.random.Generator) -> Arrays:
    """Draw logits of any size and number, and any labels."""
    question: Arrays = {}
    for logits, labels in (
        ("logits", "labels"),
        ("logits of one", "label of one"),
        ("large logits", "large labels"),
    ):
        count, classes = (int(number) for number in rng.integers(1, 12, 2))
        level = rng.uniform(-1_000, 1_000, (count, 1))
        question[logits] = rng.normal(0, 10 ** rng.uniform(-2, 3), (count, classes)) + level
        question[labels] = rng.integers(0, classes, count)
    return question


def right_images(rng: np.random.Generator) -> Arrays:
    """Draw few or many images of any number of classes, whatever their scores."""
    labels = int(rng.integers(1, 40))
    scores, broken = scores_of(rng, labels)
    return {
        "labels": rng.integers(0, scores.shape[1], labels),
        "scores": rng.normal(0, 1, scores.shape).astype(np.float32),
        "scores with NaN": broken,
        "tied scores": scores,
    }


def paired_difference(rng: np.random.Generator) -> Arrays:
    """Draw scores of two networks, finite and without ties, right by any chance."""
    count, classes = int(rng.integers(2, 60)), int(rng.integers(2, 9))
    labels = rng.integers(0, classes, count)
    question: Arrays = {"labels": labels}
    for pair in differences.PAIRS:
        for network in ("first", "second"):
            scores = rng.normal(0, 1, (count, classes)).astype(np.float32)
            scores[np.arange(count), labels] += rng.uniform(-2, 3)
            question[f"{network} scores{pair}"] = scores
    return question


def log_numbers(rng: np.random.Generator) -> Arrays:
    """Draw any losses, any clock that goes forward, and lines of any number of steps."""
    question: Arrays = {"batch size": np.array(rng.integers(1, 300))}
    for log in logs.LOGS:
        every, lines = (int(number) for number in rng.integers(1, 9, 2))
        seconds = 10 ** rng.uniform(-2, 1, every * lines)
        question |= {
            f"losses{log}": rng.normal(0, 10 ** rng.uniform(-2, 2), every * lines),
            f"clock{log}": rng.uniform(0, 100) + np.append(0, seconds.cumsum()),
            f"every{log}": np.array(every),
        }
    return question


def convolve(rng: np.random.Generator) -> Arrays:
    """Draw any image, with a kernel that is not larger, and any stride."""
    question: Arrays = {}
    for suffix in convolutions.STRIDES:
        sides = rng.integers(1, 6, 2)
        image = rng.normal(0, 100, sides + rng.integers(0, 12, 2))
        question[f"image{suffix}"] = image.astype(rng.choice(("f4", "f8", "i2")))
        question[f"kernel{suffix}"] = rng.normal(0, 10, sides).astype(
            rng.choice(("f4", "f8", "i2"))
        )
        question[f"stride{suffix}"] = np.array(rng.integers(1, 5))
    return question


def max_pool(rng: np.random.Generator) -> Arrays:
    """Draw images of any size with windows and strides of any size."""
    images = ("tiled", "image", "negative", "wide", "high")
    question: Arrays = {
        name: rng.normal(0, 9, rng.integers(1, 12, 3)).astype(np.float32) for name in images
    }
    question["negative"] = -np.abs(question["negative"])
    numbers = ("tile", "less", "size", "stride", "three", "two")
    return question | {name: np.array(rng.integers(1, 6)) for name in numbers}


def letterbox(rng: np.random.Generator) -> Arrays:
    """Draw images of any shape and channels, and squares of any size."""
    question: Arrays = {}
    for name in (*letterboxes.SHAPES, *letterboxes.SQUARES):
        shape = (*rng.integers(1, 40, 2), rng.integers(1, 5))
        question[name] = rng.integers(0, 256, shape).astype(np.uint8)
        question[f"{name} size"] = np.array(rng.integers(1, 40))
    return question


def group_split(rng: np.random.Generator) -> Arrays:
    """Draw any number of groups of any size, and any share."""
    question: Arrays = {}
    for suffix in ("", groups.EXACTLY, groups.ALMOST):
        ids = rng.choice(np.arange(-50, 50), int(rng.integers(1, 15)), replace=False)
        question[f"groups{suffix}"] = rng.choice(ids, int(rng.integers(1, 60)))
        question[f"share{suffix}"] = np.array(rng.uniform(0.01, 0.99))
    return question


def decode_records(rng: np.random.Generator) -> Arrays:
    """Draw any number of records, with any bytes for labels."""
    records = rng.integers(0, 256, (int(rng.integers(1, 5)), 3_074), dtype=np.uint8)
    return {"records": records, "one record": records[:1]}


def decode_mat(rng: np.random.Generator) -> Arrays:
    """Draw images of any number, size and channels, and labels of any number of classes."""
    classes = int(rng.integers(1, 30))
    question: Arrays = {"classes": np.array(classes)}
    for suffix, count in (("", int(rng.integers(1, 30))), (" of one", 1)):
        sides = rng.integers(1, 9, 3)
        question[f"X{suffix}"] = rng.integers(0, 256, (*sides, count), dtype=np.uint8)
        question[f"y{suffix}"] = rng.integers(1, classes + 1, (count, 1)).astype(np.uint8)
    return question


def summarise_runs(rng: np.random.Generator) -> Arrays:
    """Draw any number of runs and measurements, with accuracies that often are the target."""
    measurements = int(rng.integers(1, 9))
    question: Arrays = {
        "steps": np.cumsum(rng.integers(1, 200, measurements)),
        "target": np.array(rng.integers(0, 11) / 10),
    }
    for name in ("curves", "sound curves"):
        curves = rng.integers(0, 11, (int(rng.integers(1, 9)), measurements)) / 10
        for curve in curves if name == "curves" else ():
            curve[int(rng.integers(1, measurements + 2)) :] = np.nan
        question[name] = curves
    return question


def shorter_queue(rng: np.random.Generator) -> Arrays:
    """Draw any epoch, batch and fraction, of which floating point is exact."""
    question: Arrays = {}
    for setting in range(queue_lengths.SETTINGS):
        values = (
            rng.integers(1, 100_000),
            rng.integers(1, 9) / 8,
            2 ** rng.integers(0, 9),
            2 ** rng.integers(0, 6),
        )
        names = zip(queue_lengths.ARGUMENTS, values, strict=True)
        question |= {queue_lengths.argument(setting, n): np.array(value) for n, value in names}
    return question


def conv_cost(rng: np.random.Generator) -> Arrays:
    """Draw convolutions of any size, whose windows fit into their images."""
    question: Arrays = {"same": np.array("same"), "valid": np.array("valid")}
    for other in ("", *costs.OTHERS):
        for name in costs.names(other) if other else costs.SIZES:
            sides = name.startswith(("height", "width"))
            low, high = (12, 60) if sides else (1, 12)
            question[name] = np.array(rng.integers(low, high))
    return question


def central_differences(rng: np.random.Generator) -> Arrays:
    """Draw points of any shape with as many axes, and any step."""
    question: Arrays = {}
    for axes, name in enumerate((*derivatives.POINTS, derivatives.BLOCK), start=1):
        shape = tuple(rng.integers(1, 5, axes))
        question[name] = rng.normal(0, 3, shape)
        question[f"{name} step"] = np.array(10 ** rng.uniform(-2, 0))
        for power in ("linear", "square", "cube"):
            question[f"{name} {power}"] = rng.normal(0, 1, shape)
        question[f"{name} pairs"] = rng.normal(0, 1, (question[name].size,) * 2)
    return question


def softmax_jacobian(rng: np.random.Generator) -> Arrays:
    """Draw logits of any number of classes, at any level."""
    names = ("logits", "large logits", "small logits", "spread logits")
    return {
        name: rng.normal(rng.uniform(-1_000, 1_000), 10 ** rng.uniform(-2, 3), rng.integers(1, 12))
        for name in names
    }


def softmax_gradient(rng: np.random.Generator) -> Arrays:
    """Draw batches of any size, of images of any number of pixels and classes."""
    question: Arrays = {}
    for name in gradients.BATCHES:
        count, pixels, classes = (int(number) for number in rng.integers(1, 9, 3))
        question[f"images of {name}"] = rng.uniform(0, 1, (count, pixels))
        question[f"weights of {name}"] = rng.normal(0, 10 ** rng.uniform(-1, 2), (pixels, classes))
        question[f"bias of {name}"] = rng.normal(0, 10 ** rng.uniform(-1, 2), classes)
        question[f"labels of {name}"] = rng.integers(0, classes, count)
    return question


def lrn_channels_first(rng: np.random.Generator) -> Arrays:
    """Draw activations of any size, and any radius."""
    sizes = tuple(rng.integers(1, 8, 4))
    return {
        "activations": rng.normal(0, 10 ** rng.uniform(-1, 1), sizes).astype(np.float32),
        "radius": np.array(rng.integers(0, 10)),
        "wide radius": np.array(rng.integers(0, 10)),
        "wider radius": np.array(rng.integers(0, 10)),
        "bias": np.array(rng.uniform(0.1, 3)),
        "alpha": np.array(rng.uniform(0.001, 1)),
        "beta": np.array(rng.uniform(0.1, 1.5)),
    }


def shifted_line(rng: np.random.Generator) -> Arrays:
    """Draw accuracies of any number of networks that two parameters leave something of."""
    count = int(rng.integers(3, 12))
    return {
        "original": rng.uniform(0, 100, count),
        "shifted": rng.uniform(0, 100, count),
        "new": np.array(rng.uniform(0, 100)),
    }


def ablation_effects(rng: np.random.Generator) -> Arrays:
    """Draw which of any number of images are right, by any chance."""
    return {
        f"{ablations.RIGHT}{others}": rng.random((2, 2, int(rng.integers(1_000, 1_100))))
        < rng.uniform(0.05, 0.95, (2, 2, 1))
        for others in ("", ablations.OTHERS)
    }


# By task: how far apart right answers may be, where its text asks for no more digits.
PRECISION: dict[str, float] = {"exact_interval": 6e-5}  # four digits

WIDER: dict[str, Callable[[np.random.Generator], Arrays]] = {
    draw.__name__: draw
    for draw in (
        channel_means,
        standardize,
        softmax,
        precision_at_k,
        confusion_rates,
        wrapped_precision,
        exact_interval,
        staircase,
        split_batch,
        steps_and_rate,
        cross_entropy,
        right_images,
        paired_difference,
        log_numbers,
        convolve,
        max_pool,
        letterbox,
        group_split,
        decode_records,
        decode_mat,
        summarise_runs,
        shorter_queue,
        conv_cost,
        central_differences,
        softmax_jacobian,
        softmax_gradient,
        lrn_channels_first,
        shifted_line,
        ablation_effects,
    )
}
