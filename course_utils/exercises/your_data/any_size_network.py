"""One set of weights for images of any size."""

from typing import Any

import numpy as np
from scipy import special

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.layers import OUTPUTS
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

KERNEL = 3
FILTERS = (6, 12)
IMAGES = 3
OTHER_INPUTS = "inputs of another size"
OTHER_OUTPUTS = "outputs for another size"
POOLING = "GlobalAveragePooling2D averages over all positions, however many there are."

# Sums of up to 54 products twice, tanh, a mean of up to 60 positions.
TOLERANCE = Tolerance(400, "three layers, whose sums of up to 54 products come in any order")


def draw_sizes(rng: np.random.Generator) -> Arrays:
    """Draw images of two sizes, numbers of channels and classes, and a value for each variable.

    Some sides are odd, so that pooling drops a row or a column. tanh and averages have no kinks.
    """
    # Half of each side is odd: a second pooling would drop what a mean counts.
    sides = [int(side) for side in rng.permutation((rng.choice((10, 14)), rng.choice((11, 15))))]
    sides += [int(side) for side in rng.permutation((rng.choice((6, 7)), rng.choice((18, 19))))]
    channels, classes = int(rng.choice((1, 2, 4, 5))), int(rng.integers(3, 8))
    values: Arrays = {}
    for name, shape in shapes(channels, classes).items():
        spread = 1 / np.sqrt(np.prod(shape[:-1])) if len(shape) > 1 else 0.3
        values[name] = rng.normal(0, spread, shape).astype(np.float32)
    return {
        "channels": np.array(channels),
        "classes": np.array(classes),
        "inputs": rng.normal(0, 1.5, (IMAGES, *sides[:2], channels)).astype(np.float32),
        OTHER_INPUTS: rng.normal(0, 1.5, (IMAGES + 1, *sides[2:], channels)).astype(np.float32),
        "cotangent": rng.normal(0, 1, (IMAGES, classes)).astype(np.float32),
        **variables.given(values),
    }


def other(mistake: str) -> str:
    """Return what the reference calls a mistake as it shows for the other size."""
    return f"{mistake}, {OTHER_OUTPUTS}"


def shapes(channels: int, classes: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each variable by its stated name."""
    kernels = {
        "conv1": (KERNEL, KERNEL, channels, FILTERS[0]),
        "conv2": (KERNEL, KERNEL, *FILTERS),
        "softmax_linear": (FILTERS[1], classes),
    }
    return variables.with_biases(kernels)


def build(any_size_network: Any, question: Arrays) -> Any:
    """Build the student's network for the channels and classes that were drawn.

    Raises:
        ExchangeError: There is no network, or it takes images of one size or other channels only.
    """
    try:
        model = any_size_network(int(question["channels"]), int(question["classes"]))
    except ValueError as error:
        if "last dimension" in str(error) or "fully-defined" in str(error):
            raise ExchangeError(
                "A layer of units needs to know how many numbers reach it, and after Flatten that "
                f"depends on the images' size. {POOLING}"
            ) from None
        raise
    if model is None:
        raise ExchangeError(
            "any_size_network returned None. Is its body written, and does it end with a return "
            "statement?"
        )
    for layer in getattr(model, "layers", []):
        if type(layer).__name__ in ("Resizing", "CenterCrop", "RandomCrop"):
            raise ExchangeError(
                f"Your network has a layer {type(layer).__name__}, which makes all images the same "
                f"size. Take them as they are. {POOLING}"
            )
    own = getattr(model, "input_shape", None)
    if isinstance(own, tuple) and len(own) == 4 and own[1:3] != (None, None):
        raise ExchangeError(
            f"Your network takes images of {own[1]} × {own[2]} pixels only. Leave both sides open: "
            "keras.Input((None, None, channels))."
        )
    channels = int(question["channels"])
    if isinstance(own, tuple) and own[-1] not in (None, channels):
        raise ExchangeError(
            f"For images of {channels} channels your network takes {own[-1]}: a number is written "
            "into it. Begin with keras.Input((None, None, channels))."
        )
    return model


def ask_sizes(thing: Any, question: Arrays) -> Arrays:
    """Return outputs and gradients for images of one size, and outputs for those of another."""
    import tensorflow as tf

    answer: Arrays = {}
    owner, found = layers.built(build, thing, question, {})
    variables.assign(found, variables.stated(question))
    layers.differentiate(answer, owner, found, question, {})
    other = tf.constant(question[OTHER_INPUTS])
    put(answer, OTHER_OUTPUTS, lambda: owner(other), "Your network")
    return answer


MAP = Symptom(
    "Your network answers with a map: one row of scores for each position. Average over all "
    f"positions before the last layer. {POOLING}",
    lambda q, e, a: a[OUTPUTS].ndim == 4,
)


def softmax_too_many(part: str) -> Mistake:
    """Return the mistake that the outputs for one size have gone through a softmax."""
    return Mistake(
        "Your network ends in a softmax. Leave it out: the loss applies it to logits.",
        lambda q, e: {part: special.softmax(e[part], axis=1)},
    )


def tanh_too_many(part: str) -> Mistake:
    """Return the mistake that the outputs for one size have gone through a tanh."""
    return Mistake(
        "Your last layer has a tanh, which keeps the logits between -1 and 1. Leave it linear.",
        lambda q, e: {part: np.tanh(e[part])},
    )


# What a network gives whose weights are right, but for one choice, by what the reference calls it.
CHOICES = {
    "a global maximum": "You take the largest value over all positions. Take the mean: "
    "GlobalAveragePooling2D.",
    "maxima": "The logits are those of a network that takes the maximum of 2 × 2 pixels. Take "
    "their average: AveragePooling2D(2).",
    "VALID": "Your convolutions are VALID. Take padding='same'.",
    "a SAME pool": "Your average of 2 × 2 pads a last odd row or column. Leave it VALID, as "
    "AveragePooling2D(2) is, and it drops them.",
    "no pool": "The average of 2 × 2 between the convolutions is missing.",
    "a second pool": "There is a second average of 2 × 2 after conv2. Leave it out.",
    "relu": "The logits are those of a network with ReLU. This one has tanh.",
    "no tanh": "Your convolutions have no tanh. Give them activation='tanh'.",
}
SLIPS = (
    softmax_too_many(OUTPUTS),
    tanh_too_many(OUTPUTS),
    *(mistake(name, sentence) for name, sentence in CHOICES.items()),
)
# The same ones, as they show for the other size. Images of 6 pixels are too small for VALID.
ANY_SIZE = tuple(name for name in CHOICES if name != "VALID")
OTHER_SLIPS = (
    softmax_too_many(OTHER_OUTPUTS),
    tanh_too_many(OTHER_OUTPUTS),
    *(mistake(other(name), CHOICES[name], OTHER_OUTPUTS) for name in ANY_SIZE),
)
LAYERS = (
    "Convolution (3 × 3, SAME, tanh), average of 2 × 2 (VALID), convolution (3 × 3, SAME, tanh), "
    "mean over all positions, linear layer."
)

GRADIENTS = tuple(
    layers.gradient(name)
    for name in ("inputs", "conv1/kernel", "conv2/kernel", "conv2/bias", "softmax_linear/kernel")
)

TASK = Task(
    "any_size_network",
    "model",
    draw_sizes,
    ask_sizes,
    compares(
        Property(
            name="layers",
            share=0.2,
            parts=(OUTPUTS,),
            tolerance=TOLERANCE,
            right="The layers have the right sizes and are in the right order.",
            step=LAYERS,
            mistakes=(MAP,),
            despite=SLIPS,
        ),
        Property(
            name="logits",
            share=0.3,
            parts=(OUTPUTS,),
            tolerance=TOLERANCE,
            right="The logits are right.",
            step=LAYERS,
            mistakes=SLIPS,
        ),
        Property(
            name="another size",
            share=0.25,
            parts=(OTHER_OUTPUTS,),
            tolerance=TOLERANCE,
            right="The same weights are right for images of another size.",
            step="The same model is called with images of another size. Write no size into it.",
            despite=OTHER_SLIPS,
        ),
        Property(
            name="gradients",
            share=0.25,
            parts=GRADIENTS,
            tolerance=TOLERANCE,
            right="Gradients reach the images, the kernels and the biases.",
            step="Compute with Keras' layers all the way from the images to the logits.",
        ),
    ),
)
