"""The gradients of the mean loss of a batch."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task
from course_utils.exercises.softmax._logits import LARGE, not_finite, ordinary_first

# Right solutions may compute in float32: logits as sums of 20 products, an exponential, a mean.
GRADIENT = Tolerance(200, "two dozen roundings to 32 bits, ten times over")
# A float32 around 1,000 is rounded by up to 3e-5, and such a logit is a sum of 20 products.
LARGE_GRADIENT = GRADIENT._replace(floor=1e-3)
BATCHES = ("batch", "float32 batch", "one image", "large batch")


def draw_gradient(rng: np.random.Generator) -> Arrays:
    """Draw batches of images with the weights, bias and labels that go with them.

    Returns:
        For each batch: ``images of B`` (N, D) in 0..1, ``weights of B`` (D, K), ``bias of B``
        (K,) and ``labels of B`` (N,); N, D and K differ. In ``large batch`` the logits are around
        1,000 and -1,000, and in some of its images they are as far from each other.
    """
    question: Arrays = {}
    classes = int(rng.integers(4, 7))
    for name in BATCHES:
        count = 1 if name == "one image" else int(rng.integers(8, 13))
        pixels = int(rng.integers(15, 21))
        weights = rng.normal(0, 0.5, (pixels, classes))
        images = rng.uniform(0, 1, (count, pixels))
        if name == "large batch":
            # The first pixel moves all logits of an image up together, the second one apart.
            weights[0] += 2 * LARGE
            weights[1] += LARGE * rng.permutation(classes)
            images[:, :2] = np.arange(count)[:, None] % (2, 3) == 1
        bias = rng.normal(0, 1, classes) - (LARGE if name == "large batch" else 0.0)
        dtype = np.float32 if name == "float32 batch" else np.float64
        question[f"images of {name}"] = images.astype(dtype)
        question[f"weights of {name}"] = weights.astype(dtype)
        question[f"bias of {name}"] = bias.astype(dtype)
        labels = rng.integers(0, classes, count)
        if name == "large batch":
            labels[1] = weights[1].argmin()  # the probability of this label is 0
        question[f"labels of {name}"] = labels
    return question


def of(part: str, name: str) -> str:
    """Return the name of the part of an answer that holds a batch's gradient."""
    return f"{part} of {name}"


ARGUMENTS = ("images", "weights", "bias", "labels")
ask_batch = asks(Call(ARGUMENTS, ("weights_gradient", "bias_gradient")))


def ask_gradient(function: Any, question: Arrays) -> Arrays:
    """Return both gradients of each batch; a batch that raises spoils no other one."""
    answer: Arrays = {}
    for name in BATCHES:
        given = {argument: question[f"{argument} of {name}"] for argument in ARGUMENTS}
        for part, array in ask_batch(function, given).items():
            own = part.removesuffix(ERROR)
            answer[of(own, name) + part[len(own) :]] = array
    return answer


EXCHANGED = Symptom(
    "Your two gradients are exchanged: return that of the weights first.",
    lambda question, expected, answer: (
        answer[of("weights_gradient", "batch")].ndim == 1
        and answer[of("bias_gradient", "batch")].ndim == 2
    ),
)

TASK = Task(
    "softmax_gradient",
    "function",
    draw_gradient,
    ask_gradient,
    compares(
        Property(
            name="gradient of the weights",
            share=0.5,
            parts=tuple(of("weights_gradient", name) for name in BATCHES[:3]),
            tolerance=GRADIENT,
            right="The gradient of the weights is right.",
            step="It is the transposed images times (probabilities minus one-hot labels), divided "
            "by the number of images.",
            mistakes=(
                EXCHANGED,
                Symptom(
                    "Your gradient of the weights has its axes exchanged. Give it the shape of "
                    "the weights, (D, K): images.T comes first in the product.",
                    lambda question, expected, answer: (
                        answer[of("weights_gradient", "batch")].shape
                        == expected[of("weights_gradient", "batch")].T.shape
                    ),
                ),
                Mistake(
                    "Your gradient of the weights is that of the sum of the losses. Divide by the "
                    "number of images: the loss is their mean.",
                    lambda question, expected: (
                        expected[of("weights_gradient", "batch")] * len(question["images of batch"])
                    ),
                ),
                Mistake(
                    "You divided by the number of all residuals, N times K. Divide by that of the "
                    "images, N.",
                    lambda question, expected: (
                        expected[of("weights_gradient", "batch")] / len(question["bias of batch"])
                    ),
                ),
                mistake(
                    "every row",
                    "residuals[:, labels] subtracts 1 in every row, not only in that of a label's "
                    "own image. Give a row with each label: residuals[np.arange(len(labels)), "
                    "labels].",
                ),
                mistake(
                    "without labels",
                    "Your gradient of the weights leaves the labels out. Subtract 1 from the "
                    "probability of each image's own class.",
                ),
                Mistake(
                    "Your gradient of the weights has the wrong sign. It points to where the loss "
                    "grows: probabilities minus one-hot labels, not the other way round.",
                    lambda question, expected: -expected[of("weights_gradient", "batch")],
                ),
                mistake(
                    "diagonal alone",
                    "Only the templates of the labels' own classes have a gradient: your Jacobian "
                    "is its diagonal alone. The other classes lose probability, too; their "
                    "residual is p, that of the own class p - 1.",
                ),
                mistake(
                    "without bias",
                    "Your probabilities leave the bias out. The logits are images @ weights + "
                    "bias.",
                ),
                mistake(
                    "squared error",
                    "You subtracted the labels from the logits, which is the gradient of a squared "
                    "error. Turn the logits into probabilities with softmax first.",
                ),
            ),
        ),
        Property(
            name="gradient of the bias",
            share=0.25,
            parts=tuple(of("bias_gradient", name) for name in BATCHES[:3]),
            tolerance=GRADIENT,
            right="So is that of the bias.",
            step="It is the mean over the images of (probabilities minus one-hot labels).",
            mistakes=(
                EXCHANGED,
                Mistake(
                    "Your gradient of the bias is that of the sum of the losses. Take the mean "
                    "over the images: divide it by their number, as for the weights.",
                    lambda question, expected: (
                        expected[of("bias_gradient", "batch")] * len(question["images of batch"])
                    ),
                ),
                Mistake(
                    "Your gradient of the bias has the wrong sign.",
                    lambda question, expected: -expected[of("bias_gradient", "batch")],
                ),
                Symptom(
                    "Your gradient of the bias is one number. Each class has a bias of its own: "
                    "average over the images alone, axis 0.",
                    lambda question, expected, answer: (
                        answer[of("bias_gradient", "batch")].ndim == 0
                    ),
                ),
                Symptom(
                    "Your gradient of the bias has one number an image, not one a class. Average "
                    "over the images: axis 0.",
                    lambda question, expected, answer: (
                        answer[of("bias_gradient", "batch")].shape
                        == question["labels of batch"].shape
                    ),
                ),
                Symptom(
                    "Your gradient of the bias has two axes, but the bias has one. Leave out "
                    "keepdims=True, or average over the images, axis 0.",
                    lambda question, expected, answer: (
                        answer[of("bias_gradient", "batch")].ndim == 2
                    ),
                ),
            ),
        ),
        Property(
            name="large logits",
            share=0.25,
            parts=(of("weights_gradient", BATCHES[3]), of("bias_gradient", BATCHES[3])),
            tolerance=LARGE_GRADIENT,
            right="Logits around 1,000 and -1,000 overflow nothing.",
            step="Try your function with a bias of -1,000.",
            mistakes=(
                not_finite(
                    of("weights_gradient", BATCHES[3]),
                    "Logits around 1,000 and -1,000 give NaN. Use your own softmax, which "
                    "subtracts the largest logit of each row.",
                ),
                ordinary_first(of("weights_gradient", "batch"), of("bias_gradient", "batch")),
            ),
        ),
    ),
)
