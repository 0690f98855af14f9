"""A task of ``04_model``: the total loss, with the decay of the kernels that are named."""

from typing import Any

import numpy as np

from course_utils.checks import layers, variables
from course_utils.checks.answers import ERROR, put
from course_utils.checks.exchange import Arrays
from course_utils.checks.mistakes import mistake
from course_utils.checks.properties import Mistake, Property, Tolerance, compares
from course_utils.checks.task import Task

LAYERS = ("local3", "local4", "softmax_linear")
NAMES = tuple(f"{layer}/{kind}" for layer in LAYERS for kind in ("kernel", "bias"))

# float32 through three small layers and a sum of squares.
TOLERANCE = Tolerance(500, "three layers of short sums")


def draw(rng: np.random.Generator) -> Arrays:
    """A network of three layers, a batch, a large decay, and which two layers decay."""
    sizes = (7, 6, 5, 4)  # features, two hidden layers, classes
    values: Arrays = {}
    for layer, taken, units in zip(LAYERS, sizes, sizes[1:], strict=False):
        values[f"{layer}/kernel"] = rng.normal(0, 0.7, (taken, units)).astype(np.float32)
        values[f"{layer}/bias"] = rng.normal(0, 0.7, units).astype(np.float32)
    return {
        "inputs": rng.normal(0, 1, (8, sizes[0])).astype(np.float32),
        "labels": rng.integers(0, sizes[-1], 8),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        "names": rng.permutation(np.array(LAYERS))[:2],
        **variables.given(values),
    }


def network(question: Arrays) -> Any:
    """The drawn network as a Keras model: inputs (N, features) -> logits (N, classes)."""
    import keras

    values = variables.stated(question)
    model = keras.Sequential([keras.Input(question["inputs"].shape[1:])])
    for layer in LAYERS:
        activation = None if layer == LAYERS[-1] else "tanh"
        units = values[f"{layer}/bias"].size
        model.add(keras.layers.Dense(units, activation=activation, name=layer))
    variables.assign(variables.find(model, {name: v.shape for name, v in values.items()}), values)
    return model


def ask(weight_decay_loss: Any, question: Arrays) -> Arrays:
    """The loss of one batch, and its gradient with respect to each variable."""
    import tensorflow as tf

    model = network(question)
    found = variables.find(model, {n: v.shape for n, v in variables.stated(question).items()})
    watched = {name: variables.tensor(one) for name, one in found.items()}
    answer: Arrays = {}
    images, labels = tf.constant(question["inputs"]), tf.constant(question["labels"])
    with tf.GradientTape() as tape:
        loss = weight_decay_loss(
            model, images, labels, question["decay"].item(), [str(n) for n in question["names"]]
        )
    put(answer, "loss", lambda: loss, "weight_decay_loss")
    if loss is None:
        return answer | {layers.gradient(name) + ERROR: answer["loss" + ERROR] for name in watched}
    gradients = (
        tape.gradient(loss, watched)
        if tf.is_tensor(loss) and loss.shape == ()
        else dict.fromkeys(watched)
    )
    for name, value in gradients.items():
        put(
            answer,
            layers.gradient(name),
            lambda name=name, value=value: layers.dense(name, value, True),
        )
    return answer


compare = compares(
    Property(
        name="loss",
        share=0.6,
        parts=("loss",),
        tolerance=TOLERANCE,
        right="The loss is the mean cross-entropy plus the decay of the named kernels.",
        step="Add decay · tf.nn.l2_loss(kernel) for each named layer to the mean cross-entropy.",
        label=lambda question, part: "the loss",
        mistakes=(
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
            Mistake(
                "The gradient lacks the decay: it was added as a plain number. Compute it with "
                "TensorFlow, without .numpy() or float().",
                lambda question, expected: {
                    layers.gradient(name): expected[f"mistake plain {name}"] for name in NAMES
                },
            ),
        ),
    ),
)

weight_decay_loss = Task("weight_decay_loss", "step", draw, ask, compare, cases=1)
