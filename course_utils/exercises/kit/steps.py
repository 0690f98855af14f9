"""How training steps are asked: a small drawn network, drawn batches, three steps.

The network is small enough for its loss and gradients to have a closed form in NumPy: one hidden
layer with tanh, which has no kinks at which two right answers could differ, and a linear layer to
logits. Losses and gradients are recorded before each step, the variables after it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import variables
from course_utils.exercises.kit.answers import ERROR, describe, put
from course_utils.exercises.kit.task import Ask

STEPS = 3
NAMES = ("hidden/kernel", "hidden/bias", "softmax_linear/kernel", "softmax_linear/bias")

# Makes one step on a batch of images and labels, and returns what to record of it by name.
Step = Callable[[Any, Any], Mapping[str, Any]]
Start = Callable[[Any, Any, Arrays], Step]


def draw_network(
    rng: np.random.Generator,
    batch: int = 8,
    features: int = 6,
    hidden: int = 5,
    classes: int = 4,
    steps: int = STEPS,
    third_axis: bool = False,
) -> Arrays:
    """Draw a network's variables, and a batch of inputs and labels for each step.

    Args:
        rng: Where the numbers come from.
        batch: Images of a step.
        features: Numbers of an image.
        hidden: Units of the hidden layer.
        classes: Logits of an image.
        steps: How many batches.
        third_axis: Whether the hidden layer's kernel has a third axis, of length 1. The network
            computes the same numbers.

    Returns:
        ``inputs`` float32 (steps, batch, features), ``labels`` int64 (steps, batch), and the value
        of each variable in :data:`NAMES`, float32. No value is 0, so that each one shows.
    """
    sizes = ((features, hidden), (hidden,), (hidden, classes), (classes,))
    values = {
        name: rng.normal(0, 0.7, size).astype(np.float32)
        for name, size in zip(NAMES, sizes, strict=True)
    }
    if third_axis:
        values["hidden/kernel"] = values["hidden/kernel"][:, None]
    return {
        "inputs": rng.normal(0, 1, (steps, batch, features)).astype(np.float32),
        "labels": rng.integers(0, classes, (steps, batch)),
        **variables.given(values),
    }


def network(question: Arrays) -> Any:
    """Build the drawn network as a Keras model: inputs (N, features) -> logits (N, classes)."""
    import keras

    values = variables.stated(question)
    shape, classes = values["hidden/kernel"].shape, values["softmax_linear/bias"].size
    if len(shape) == 2:
        hidden = keras.layers.Dense(shape[-1], activation="tanh", name="hidden")
        linear = keras.layers.Dense(classes, name="softmax_linear")
    else:
        hidden = keras.layers.EinsumDense(
            "ni,iph->nph", shape[1:], activation="tanh", bias_axes="h", name="hidden"
        )
        linear = keras.layers.EinsumDense(
            "nph,hc->nc", classes, bias_axes="c", name="softmax_linear"
        )
    model = keras.Sequential([keras.Input(shape[:1]), hidden, linear])
    variables.assign(named(model, question), values)
    return model


def named(model: Any, question: Arrays) -> dict[str, Any]:
    """Return the drawn network's variables by their names in :data:`NAMES`."""
    values = variables.stated(question)
    return variables.find(model, {name: value.shape for name, value in values.items()})


def recorded(name: str, step: int) -> str:
    """Return the name of the part with what a step returned under a name; steps count from 1."""
    return f"{name} of step {step}"


def after(name: str, step: int) -> str:
    """Return the name of the part with a variable as a step left it; steps count from 1."""
    return f"{name} after step {step}"


def asks(start: Start, returns: tuple[str, ...] = ("loss",)) -> Ask:
    """Return the ``ask`` of a step task.

    Args:
        start: Takes the student's thing, the drawn Keras model and the question; returns the
            function that makes one step of it.
        returns: The names of what that function returns.
    """

    def ask(thing: Any, question: Arrays) -> Arrays:
        model = network(question)
        own = named(model, question)
        step = start(thing, model, question)
        answer: Arrays = {}
        batches = zip(question["inputs"], question["labels"], strict=True)
        for index, (inputs, labels) in enumerate(batches, start=1):
            record(answer, step, inputs, labels, index, returns)
            for name, variable in own.items():
                put(answer, after(name, index), partial(variables.tensor, variable))
        return answer

    return ask


def record(
    answer: Arrays,
    step: Step,
    inputs: np.ndarray,
    labels: np.ndarray,
    index: int,
    returns: tuple[str, ...],
) -> None:
    """Make one step and put what it returned into an answer."""
    import tensorflow as tf

    try:
        results = step(tf.constant(inputs), tf.constant(labels))
        if not isinstance(results, Mapping):
            raise ExchangeError(f"One step returned a {type(results).__name__}, not numbers.")
    except (Exception, SystemExit) as error:
        sentence = np.array(describe(error))
        answer.update({recorded(name, index) + ERROR: sentence for name in returns})
        return
    for name in returns:
        put(answer, recorded(name, index), partial(results.get, name), f"The {name}")


def named_gradients(model: Any, gradients: Any, question: Arrays) -> dict[str, Any]:
    """Name gradients, in the order of the model's trained variables, ``gradient of NAME``.

    Args:
        model: The drawn network.
        gradients: What the student's function returned.
        question: The question.

    Raises:
        ExchangeError: There are not as many gradients as variables.
    """
    import tensorflow as tf

    trained = model.trainable_variables
    if not isinstance(gradients, tuple | list) or len(gradients) != len(trained):
        several = isinstance(gradients, tuple | list)
        found = f"a list of {len(gradients)}" if several else f"one {type(gradients).__name__}"
        raise ExchangeError(
            f"Return a list of {len(trained)} gradients, one for each of "
            f"model.trainable_variables, in their order, not {found}."
        )
    places = {id(variable): index for index, variable in enumerate(trained)}
    return {
        f"gradient of {name}": None if value is None else tf.convert_to_tensor(value)
        for name, variable in named(model, question).items()
        for value in [gradients[places[id(variable)]]]
    }
