"""How an object is asked: drawn calls of its methods, an array for each.

Several fresh objects take turns in one question, so that state which they share, or keep from an
earlier case, shows. A call is one row of the arrays ``object``, ``method`` and ``argument``. A
method leaves its argument as it is: one that does not loses the last call.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, put
from course_utils.exercises.kit.task import Ask

Make = Callable[[Any, Arrays], Any]
NUMBER = "number of the object"  # what ``make`` finds besides the question, from 0 on


def calls(objects: Any, methods: Any, arguments: Any) -> Arrays:
    """Return the calls of a question.

    Args:
        objects: Which object each call goes to: T integers from 0 on.
        methods: What it calls: T names, or one for all; ``"__call__"`` for the object itself.
        arguments: What it hands over: an array whose first axis has T entries.
    """
    objects = np.asarray(objects, np.int64)
    methods = np.broadcast_to(np.asarray(methods, np.str_), objects.shape)
    return {"object": objects, "method": methods.copy(), "argument": np.asarray(arguments)}


def part(index: int) -> str:
    """Return the name of the part of the answer that a call gives, counted from 0."""
    return f"call {index}"


def parts(first: int, end: int) -> tuple[str, ...]:
    """Return the names of the parts of the calls ``first`` to ``end - 1``."""
    return tuple(part(index) for index in range(first, end))


def replayed(results: Any) -> Arrays:
    """Return the parts of an answer from the results of all calls in order, as a reference does."""
    return {part(index): np.asarray(result) for index, result in enumerate(results)}


def label(question: Arrays, name: str) -> str:
    """Return what a sentence calls a part: the call's number, its object and its method."""
    index = int(name.removeprefix("call "))
    method, argument = str(question["method"][index]), question["argument"][index]
    shown = f"{argument.item():.6g}" if argument.ndim == 0 else "…"
    written = f"({shown})" if method == "__call__" else f".{method}({shown})"
    return f"the result of call {index + 1}, object {question['object'][index] + 1}{written},"


def asks(make: Make, keep: Callable[[Any], Any] = lambda result: result) -> Ask:
    """Return the ``ask`` of a sequence task.

    Args:
        make: Makes a fresh object from the student's class or factory and the question, which also
            holds the object's :data:`NUMBER`.
        keep: What of a result to keep, for results that are no plain array.
    """

    def call(one: Any, name: str, given: Any) -> Any:
        return keep(method_of(one, name)(given))

    def ask(thing: Any, question: Arrays) -> Arrays:
        numbers = range(int(question["object"].max()) + 1)
        made = [make(thing, {**question, NUMBER: np.array(number)}) for number in numbers]
        answer: Arrays = {}
        changed = ""
        rows = zip(question["object"], question["method"], question["argument"], strict=True)
        for index, (which, method, argument) in enumerate(rows):
            given = handed_over(argument)
            put(
                answer,
                part(index),
                partial(call, made[which], str(method), given),
                name=str(method) if method != "__call__" else "Your object",
            )
            if isinstance(given, np.ndarray) and given.tobytes() != argument.tobytes():
                changed = (
                    f"{method} changes the array that it gets, and whoever called it goes on with "
                    "that array. Leave it as it is: x = a * x makes a new array, x *= a does not."
                )
        if changed and answer.pop(part(index), None) is not None:
            answer[part(index) + ERROR] = np.array(changed)
        return answer

    return ask


def handed_over(argument: Any) -> Any:
    """Return a copy, since an object may keep it, or a Python number where it has no axes."""
    argument = np.asarray(argument)
    return argument.copy() if argument.ndim else argument.item()


def method_of(thing: Any, name: str) -> Callable[..., Any]:
    """Return a method of a student's object.

    Raises:
        ExchangeError: The object has no method of this name.
    """
    method = getattr(thing, name, None)
    if not callable(method):
        kind = type(thing).__name__
        if name == "__call__":
            raise ExchangeError(f"A {kind} cannot be called. Return a function or an object.")
        raise ExchangeError(f"Your {kind} has no method {name}. Write it, with this very name.")
    return method
