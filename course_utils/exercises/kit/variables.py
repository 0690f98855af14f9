"""Variables of a student's layer or model, found by the names that an exercise states.

Only ``ask`` functions use this module, in the student's kernel; TensorFlow is imported there.
"""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError

PREFIX = "variable "  # a question's array that is the value of a variable


def stated(question: Arrays) -> Arrays:
    """Return the variables that a question gives values for, by their stated names."""
    return {
        name.removeprefix(PREFIX): array
        for name, array in question.items()
        if name.startswith(PREFIX)
    }


def given(values: Arrays) -> Arrays:
    """Return values of variables as the arrays of a question."""
    return {PREFIX + name: value for name, value in values.items()}


def with_biases(kernels: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Return the shape of each variable by its name, for layers that have a kernel and a bias.

    Args:
        kernels: The shape of each layer's kernel, outputs last, by the layer's name.
    """
    return {
        f"{layer}/{part}": shape if part == "kernel" else shape[-1:]
        for layer, shape in kernels.items()
        for part in ("kernel", "bias")
    }


def find(owner: Any, shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """Find the variables of a layer, model or module by their stated names.

    ``kernel`` fits a variable named ``kernel`` or ``anything/kernel``; ``conv1/kernel`` one of the
    layer ``conv1``. Of several, the one of the right shape counts.

    Args:
        owner: Has its variables in ``variables``, as Keras' and TensorFlow's objects do.
        shapes: The shape of each variable by its stated name.

    Raises:
        ExchangeError: One is missing, occurs twice or has another shape, or a trained variable was
            not asked for.
    """
    own = list(getattr(owner, "variables", []))
    found = {name: _one(owner, own, name, shape) for name, shape in shapes.items()}
    known = {id(variable) for variable in found.values()}
    for variable in getattr(owner, "trainable_variables", []):
        if id(variable) not in known:
            raise ExchangeError(
                f"Your {type(owner).__name__} trains a variable that was not asked for: "
                f"{path(variable)} of shape {tuple(variable.shape)}. Only {', '.join(shapes)} "
                "should be there; did you name them so?"
            )
    return found


def _one(owner: Any, own: list[Any], name: str, shape: tuple[int, ...]) -> Any:
    called = [one for one in own if f"/{path(one)}".endswith(f"/{name}")]
    fitting = [one for one in called if tuple(one.shape) == shape]
    if len(fitting) == 1:
        return fitting[0]
    if called and not fitting:
        raise ExchangeError(
            f"The variable {name} has the shape {tuple(called[0].shape)}, but {shape} was asked "
            "for. Take the sizes from the arguments and from the input's shape."
        )
    there = ", ".join(f"{path(one)} {tuple(one.shape)}" for one in own[:8]) or "none"
    adds = hasattr(owner, "add_weight")  # Keras does not see every tf.Variable of a layer
    number = "several variables" if fitting else "no variable"
    raise ExchangeError(
        f"Your {type(owner).__name__} has {number} named {name} of shape {shape}. It has: {there}. "
        "Names matter here: the check puts its own values into the variables."
        + (" Make them in build, with self.add_weight." if adds and not own else "")
    )


def path(variable: Any) -> str:
    """Return the full name of a variable: ``layer/kernel``."""
    return str(getattr(variable, "path", variable.name)).split(":")[0]


def tensor(variable: Any) -> Any:
    """Return the TensorFlow variable behind a Keras one, which a gradient tape watches."""
    import tensorflow as tf

    return variable if isinstance(variable, tf.Variable) else variable.value


def assign(variables: dict[str, Any], values: Arrays) -> None:
    """Give variables their values, by stated name."""
    for name, variable in variables.items():
        variable.assign(values[name])


def arrays(variables: dict[str, Any]) -> Arrays:
    """Return copies of the variables' values, by stated name."""
    return {name: np.array(tensor(variable)) for name, variable in variables.items()}
