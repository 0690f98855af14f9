"""Probabilities from a network that gives logits, on the same weights."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task

LARGE = np.float32(10_000)  # exp overflows above 88 in float32
CHANGED = "changed "  # a question's array that a variable changes to

# float32 through two small layers and a softmax, whose logits are below 20.
TOLERANCE = Tolerance(500, "two layers of short sums, an exponential of at most 20")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a network, a batch for it, and other values for its variables.

    With its last layer's weights times 10,000, one logit of each image leads by 100 at least, so
    that its probability is 1 in any precision.
    """
    while True:
        question = steps.draw_network(rng, batch=9, steps=1)
        question = {**question, "inputs": question["inputs"][0]}
        del question["labels"]
        values = variables.stated(question)
        hidden = np.tanh(question["inputs"] @ values["hidden/kernel"] + values["hidden/bias"])
        logits = np.sort(LARGE * hidden @ values["softmax_linear/kernel"], axis=1)
        if (logits[:, -1] - logits[:, -2]).min() > 100:
            break
    changed = variables.stated(steps.draw_network(rng, steps=1))
    return question | {CHANGED + name: value for name, value in changed.items()}


def enlarged(question: Arrays) -> Arrays:
    """Return the question with the last layer's weights times 10,000."""
    name = variables.PREFIX + "softmax_linear/kernel"
    return {**question, name: question[name] * LARGE}


def functional(question: Arrays) -> Any:
    """Build the drawn network as a functional Keras model, on which others can be built."""
    import keras

    drawn = steps.network(question)
    return keras.Model(drawn.inputs[0], drawn.outputs[0], name="network")


def ask(probability_model: Any, question: Arrays) -> Arrays:
    """Wrap a network, look at both, change its variables, look again, and wrap an enlarged one."""
    import tensorflow as tf

    answer: Arrays = {}
    inputs = tf.constant(question["inputs"])
    network = functional(question)
    model = wrapped(probability_model, network, question)
    put(answer, "probabilities", lambda: model(inputs), "Your model")
    named = steps.named(network, question)
    variables.assign(named, {name: question[CHANGED + name] for name in named})
    put(answer, "probabilities after", lambda: model(inputs), "Your model")
    put(answer, "logits after", lambda: network(inputs), "The network")
    large = wrapped(probability_model, functional(enlarged(question)), question)
    put(answer, "large", lambda: large(inputs), "Your model")
    return answer


def wrapped(probability_model: Any, network: Any, question: Arrays) -> Any:
    """Return what the student's function makes of a network.

    Raises:
        ExchangeError: It is no Keras model, or trains other variables than the network's.
    """
    import keras

    model = probability_model(network)
    if not isinstance(model, keras.Model):
        found = "None" if model is None else f"a {type(model).__name__}"
        raise ExchangeError(
            f"probability_model returned {found}. Return a Keras model, such as "
            "keras.Model(network.input, ...)."
        )
    try:
        model(question["inputs"])
    except ValueError as error:
        if "incompatible with the layer" not in str(error):
            raise
        raise ExchangeError(
            "Your model does not take the images of the network that it was given. Build it on "
            "the argument `network`, from network.input to network.output."
        ) from None
    steps.named(model, question)
    if not model.trainable_variables:
        raise ExchangeError(
            "Your model trains no variable any more. Leave the network's layers trainable: "
            "training one model changes the other."
        )
    return model


def row_sums(array: np.ndarray) -> np.ndarray:
    """Return the sums over the last axis."""
    return array.astype(np.float64).sum(axis=-1)


ORDINARY_FIRST = Symptom(
    "Correct the probabilities of ordinary logits first.",
    lambda question, expected, answer: (
        not TOLERANCE.holds(answer["probabilities"], expected["probabilities"])
    ),
)

compare = compares(
    Property(
        name="probabilities",
        share=0.3,
        parts=("probabilities",),
        tolerance=TOLERANCE,
        right="Each row holds the softmax of its logits.",
        step="Apply the softmax to the network's outputs, over the classes of each image.",
        mistakes=(
            Symptom(
                "Your model does not work on the network's weights: it has weights of its own, "
                "freshly drawn. Build it on the network itself, not on a clone.",
                lambda question, expected, answer: bool(
                    np.allclose(answer["probabilities"], answer["probabilities after"])
                    and np.allclose(row_sums(answer["probabilities"]), 1, atol=1e-3)
                ),
            ),
            mistake("none", "Your model still gives logits. Apply the softmax to them."),
            mistake("double", "You applied the softmax twice. The second one makes all alike."),
            mistake(
                "batch",
                "Your columns sum to 1 instead of your rows: the softmax runs over the batch. Take "
                "the last axis, that of the classes.",
            ),
            mistake("sigmoid", "You applied the sigmoid, whose rows do not sum to 1."),
            mistake("logarithm", "You return logarithms of probabilities. Leave out the log."),
            Symptom(
                "Your rows do not sum to 1. Divide the exponentials by their sum over the classes.",
                lambda question, expected, answer: (
                    np.abs(row_sums(answer["probabilities"]) - 1).max() > 0.01
                ),
            ),
        ),
    ),
    Property(
        name="large logits",
        share=0.3,
        parts=("large",),
        tolerance=TOLERANCE,
        right="Logits of 10,000 overflow nothing.",
        step="Try your model on a network whose last kernel is 10,000 times larger.",
        mistakes=(
            Symptom(
                "Logits of 10,000 give NaN: the exponential overflows. Use the softmax of Keras or "
                "TensorFlow, or subtract the largest logit first.",
                lambda question, expected, answer: not np.isfinite(answer["large"]).all(),
            ),
            ORDINARY_FIRST,
        ),
    ),
    Property(
        name="the same weights",
        share=0.4,
        parts=("probabilities after", "logits after"),
        tolerance=TOLERANCE,
        right="Model and network share their weights, and the network still gives logits.",
        step="Build your model on the network itself, and leave the network as it is.",
        mistakes=(
            Symptom(
                "Your model changed the network itself, which now gives probabilities: training "
                "would apply the softmax twice. Leave the network as it is.",
                lambda question, expected, answer: bool(
                    np.allclose(row_sums(answer["logits after"]), 1, atol=1e-3)
                ),
            ),
            mistake(
                "copied",
                "Training the network does not change your model: it works on a copy of the "
                "weights. Build it on the network itself.",
                "probabilities after",
            ),
            ORDINARY_FIRST,
        ),
    ),
)

TASK = Task("probability_model", "model", draw, ask, compare, cases=1)
