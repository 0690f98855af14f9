"""The total loss, with the decay of the kernels that are named."""

from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.answers import ERROR, put
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task

LAYERS = ("local3", "local4", "softmax_linear")
ALONE = "loss with one name"
NAMES = tuple(f"{layer}/{kind}" for layer in LAYERS for kind in ("kernel", "bias"))

# float32 through three small layers and a sum of squares.
TOLERANCE = Tolerance(500, "three layers of short sums")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a network of three layers, a batch, a large decay, and which layers decay.

    Two of them do: the last one, so that they are never the two that decay in the tutorial, and
    another one. In a second call it is ``one name``, that of the third layer.
    """
    sizes = (7, 6, 5, 4)  # features, two hidden layers, classes
    values: Arrays = {}
    for layer, taken, units in zip(LAYERS, sizes, sizes[1:], strict=False):
        values[f"{layer}/kernel"] = rng.normal(0, 0.7, (taken, units)).astype(np.float32)
        values[f"{layer}/bias"] = rng.normal(0, 0.7, units).astype(np.float32)
    images = int(rng.integers(8, 12))
    one, other = rng.permutation(LAYERS[:2])
    return {
        "inputs": rng.normal(0, 1, (images, sizes[0])).astype(np.float32),
        "labels": rng.integers(0, sizes[-1], images),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        "names": rng.permutation(np.array([other, LAYERS[-1]])),
        "one name": np.array([one]),
        **variables.given(values),
    }


def network(question: Arrays) -> Any:
    """Build the drawn network as a Keras model: inputs (N, features) -> logits (N, classes)."""
    import keras

    values = variables.stated(question)
    images = outputs = keras.Input(question["inputs"].shape[1:], name="images")
    for layer in LAYERS:
        activation = None if layer == LAYERS[-1] else "tanh"
        units = values[f"{layer}/bias"].size
        outputs = keras.layers.Dense(units, activation=activation, name=layer)(outputs)
    # A Sequential would put its own name before those of its variables.
    model = keras.Model(images, outputs)
    variables.assign(variables.find(model, {name: v.shape for name, v in values.items()}), values)
    return model


def ask(weight_decay_loss: Any, question: Arrays) -> Arrays:
    """Return the loss of one batch, its gradients, and the loss where one layer decays."""
    import tensorflow as tf

    model = network(question)
    found = variables.find(model, {n: v.shape for n, v in variables.stated(question).items()})
    watched = {name: variables.tensor(one) for name, one in found.items()}
    answer: Arrays = {}
    images, labels = tf.constant(question["inputs"]), tf.constant(question["labels"])

    def loss_of(part: str) -> Any:
        names = [str(name) for name in question[part]]
        return weight_decay_loss(model, images, labels, question["decay"].item(), names)

    with tf.GradientTape() as tape:
        loss = loss_of("names")
    put(answer, "loss", lambda: loss, "weight_decay_loss")
    if loss is None:
        return answer | {layers.gradient(name) + ERROR: answer["loss" + ERROR] for name in watched}
    gradients = (
        tape.gradient(loss, watched)
        if tf.is_tensor(loss) and loss.shape == ()
        else dict.fromkeys(watched)
    )
    for name, value in gradients.items():
        put(answer, layers.gradient(name), partial(layers.dense, name, value, True))
    put(answer, ALONE, partial(loss_of, "one name"), "weight_decay_loss")
    return answer


EACH_IMAGE = Symptom(
    "Your loss has one number an image. Take their mean, with tf.reduce_mean.",
    lambda question, expected, answer: answer["loss"].shape == question["labels"].shape,
)

compare = compares(
    Property(
        name="loss",
        share=0.6,
        parts=("loss", ALONE),
        tolerance=TOLERANCE,
        right="The loss is the mean cross-entropy plus the decay of the named kernels.",
        step="Add decay · tf.nn.l2_loss(kernel) for each named layer to the mean cross-entropy.",
        label=lambda question, part: f"the {part}",
        mistakes=(
            EACH_IMAGE,
            mistake("no decay", "Your loss is the cross-entropy alone. Add the decay."),
            mistake("all kernels", "You decay all kernels. Decay those of the named layers only."),
            mistake(
                "biases",
                "You decay the biases of the named layers, too. Only their kernels decay.",
            ),
            mistake("everything", "You decay all variables. Decay the named layers' kernels only."),
            mistake(
                "not halved",
                "Your decay is twice as large as asked for: l2_loss is half the sum of squares. "
                "Keras' L2(f) is f times the whole sum.",
            ),
            mistake(
                "quartered",
                "Your decay is half as large as asked for. tf.nn.l2_loss already divides by 2.",
            ),
            mistake("summed", "You summed the cross-entropies. Take their mean over the batch."),
            mistake("first only", "Only the first named layer decays. Add all of them."),
            mistake("last only", "Only the last named layer decays. Add all of them."),
            mistake(
                "tutorial's",
                "local3 and local4 decay, whatever `names` says. Loop over `names`.",
            ),
            mistake(
                "tutorial's decay",
                "Your decay is the tutorial's 0.004. Take the argument `decay`.",
            ),
            mistake(
                "probabilities",
                "You took the logits for probabilities. The model gives logits: say "
                "from_logits=True.",
            ),
            mistake(
                "double softmax",
                "You applied a softmax before the loss, which applies its own. Hand over the "
                "logits.",
            ),
        ),
    ),
    Property(
        name="gradients",
        share=0.4,
        parts=tuple(layers.gradient(name) for name in NAMES),
        tolerance=TOLERANCE,
        right="The gradient of the loss reaches every variable, decay included.",
        step="Compute the whole loss with TensorFlow's operations.",
        mistakes=(
            EACH_IMAGE,
            Symptom(
                "The gradient goes wrong, too: correct the loss first.",
                lambda question, expected, answer: (
                    not TOLERANCE.holds(answer["loss"], expected["loss"])
                    and all(layers.gradient(name) in answer for name in NAMES)
                ),
            ),
            Mistake(
                "The gradient lacks the decay: it was added as a plain number. Compute it with "
                "TensorFlow, without .numpy() or float().",
                lambda question, expected: {
                    layers.gradient(name): given_by(expected, f"plain {name}") for name in NAMES
                },
            ),
            Symptom(
                "The gradient holds the decay alone: to TensorFlow, your logits are plain numbers. "
                "Call model(images), not model.predict(images), and use no .numpy().",
                lambda question, expected, answer: (
                    TOLERANCE.holds(answer["loss"], expected["loss"])
                    and not any(layers.gradient(f"{layer}/bias") in answer for layer in LAYERS)
                    and any(layers.gradient(name) in answer for name in NAMES)
                ),
            ),
        ),
    ),
)

TASK = Task("weight_decay_loss", "step", draw, ask, compare, cases=1)
