"""How layers and models are asked: variables set by name, outputs, gradients, fresh variables.

The question fixes sizes, inputs and the value of each variable, so that a NumPy reference can say
what comes out. ``cotangent`` weighs the outputs: the gradients of their weighted sum
(vector-Jacobian products) show whether a layer can be trained through. Initial values are another
matter: several fresh objects give a sample, which is judged as random.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import variables
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.task import Ask

OUTPUTS = "outputs"

Build = Callable[[Any, Arrays], Any]


def gradient(name: str) -> str:
    """Return the name of the part that holds the gradient of ``inputs`` or of a variable."""
    return f"gradient of {name}"


def fresh(name: str) -> str:
    """Return the name of the part with a variable's values in fresh objects: (objects, *shape)."""
    return f"fresh {name}"


def asks(build: Build, samples: int = 0, training: bool | None = None) -> Ask:
    """Return the ``ask`` of a layer or model task.

    The question holds ``inputs``, ``cotangent`` of the outputs' shape, and the values of variables,
    put there by ``variables.given``; ``build`` reads its sizes from the rest.

    Args:
        build: Makes a fresh layer or model from the student's thing and the question.
        samples: How many fresh objects to read initial values from.
        training: What to hand over as ``training``; nothing where it is ``None``.
    """
    arguments = {} if training is None else {"training": training}

    def ask(thing: Any, question: Arrays) -> Arrays:
        answer: Arrays = {}
        for part, values in initial(build, thing, question, samples, arguments).items():
            answer[part] = values
        owner, found = built(build, thing, question, arguments)
        variables.assign(found, variables.stated(question))
        differentiate(answer, owner, found, question, arguments)
        return answer

    return ask


def built(
    build: Build, thing: Any, question: Arrays, arguments: dict[str, bool]
) -> tuple[Any, dict[str, Any]]:
    """Return a fresh object that has seen one batch, and its variables by stated name.

    Raises:
        ExchangeError: What the student's thing made cannot be called, or lacks variables.
    """
    import tensorflow as tf

    owner = build(thing, question)
    if not callable(owner):
        raise ExchangeError(
            f"A layer or model was asked for, but this is a {type(owner).__name__}. Return the "
            "object itself."
        )
    owner(tf.constant(question["inputs"]), **arguments)  # Keras makes variables at the first call
    shapes = {name: value.shape for name, value in variables.stated(question).items()}
    return owner, variables.find(owner, shapes)


def initial(
    build: Build, thing: Any, question: Arrays, samples: int, arguments: dict[str, bool]
) -> Arrays:
    """Return the initial values of each variable in several fresh objects."""
    seen = [variables.arrays(built(build, thing, question, arguments)[1]) for _ in range(samples)]
    if not seen:
        return {}
    return {fresh(name): np.stack([values[name] for values in seen]) for name in seen[0]}


def differentiate(
    answer: Arrays,
    owner: Any,
    found: dict[str, Any],
    question: Arrays,
    arguments: dict[str, bool],
) -> None:
    """Put outputs and vector-Jacobian products into an answer."""
    import tensorflow as tf

    inputs = tf.constant(question["inputs"])
    watched = {"inputs": inputs, **{name: variables.tensor(one) for name, one in found.items()}}
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = owner(inputs, **arguments)
        put(answer, OUTPUTS, lambda: outputs, "Your layer")
        fits = OUTPUTS in answer and answer[OUTPUTS].shape == question["cotangent"].shape
        total = tf.reduce_sum(tf.cast(outputs, tf.float32) * question["cotangent"]) if fits else 0.0
    found_gradients = tape.gradient(total, watched) if fits else dict.fromkeys(watched)
    for name, value in found_gradients.items():
        put(answer, gradient(name), partial(dense, name, value, fits))


def dense(name: str, value: Any, fits: bool) -> Any:
    """Return a gradient as one tensor.

    Raises:
        ExchangeError: There is no gradient.
    """
    import tensorflow as tf

    if not fits:
        raise ExchangeError(
            "No gradients were asked for, since the outputs have another shape than was asked for."
        )
    if value is None:
        raise ExchangeError(
            f"The outputs have no gradient with respect to {name}. Compute with TensorFlow's or "
            "Keras' operations all the way: NumPy, stop_gradient, rounding and casts to whole "
            "numbers cut it off."
        )
    return tf.convert_to_tensor(value)
