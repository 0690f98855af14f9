"""How a function is asked: drawn arrays in, arrays out.

A question may call the function several times, with ordinary inputs and with extreme ones; each
call answers parts of its own, and one that raises takes no other with it. A function leaves its
arguments as they are: one that does not loses the last part of the last call.
"""

from typing import Any, NamedTuple

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, as_array, describe, own_line, several
from course_utils.exercises.kit.task import Ask


class Call(NamedTuple):
    """One call of a student's function.

    Attributes:
        arguments: The arrays of the question that it takes, in order. One without axes is handed
            over as a Python number.
        returns: The parts of the answer that it gives: one name for one array, several for a tuple.
        called: What a student calls these parts, where that is not their names; then calls that
            go wrong in the same way say the same sentence, which is told once.
    """

    arguments: tuple[str, ...]
    returns: tuple[str, ...]
    called: tuple[str, ...] = ()


def asks(*calls: Call) -> Ask:
    """Return the ``ask`` of a function task.

    Args:
        *calls: The calls, in order.
    """

    def ask(function: Any, question: Arrays) -> Arrays:
        answer: Arrays = {}
        told: dict[tuple[type, str], str] = {}  # one error of one line is told once
        changed = ""
        for call in calls:
            # A copy for each call, since one that changes its input would change the next one's.
            given = [question[part].copy() for part in call.arguments]
            try:
                answer.update(returned(function, call, given))
            except (Exception, SystemExit) as error:
                said, (line, _) = describe(error), own_line(error)
                sentence = np.array(told.setdefault((type(error), line), said) if line else said)
                answer.update({part + ERROR: sentence for part in call.returns})
            changed = changed or changes(function, call, question, given)
        last = calls[-1].returns[-1]
        if changed and last in answer:
            del answer[last]
            answer[last + ERROR] = np.array(changed)
        return answer

    return ask


def changes(function: Any, call: Call, question: Arrays, given: list[np.ndarray]) -> str:
    """Return a sentence about an argument that is another one after a call, or ''."""
    for place, (part, array) in enumerate(zip(call.arguments, given, strict=True), start=1):
        if array.tobytes() != question[part].tobytes():
            name = getattr(function, "__name__", "Your function")
            return (
                f"{name} changes its argument number {place}, and whoever called it goes on with "
                "that array. Leave it as it is: x = x - 1 makes a new array, x -= 1 does not."
            )
    return ""


def returned(function: Any, call: Call, given: list[np.ndarray]) -> Arrays:
    """Return the parts that one call gives.

    Args:
        function: The student's.
        call: What it returns.
        given: Its arguments, which it may change.

    Raises:
        ExchangeError: The function returned something else than the arrays that were asked for.
    """
    name = getattr(function, "__name__", "Your function")
    if not callable(function):
        raise ExchangeError(
            f"A function was asked for, but this is a {type(function).__name__}. Pass the function "
            "itself, without calling it."
        )
    values = function(*map(handed_over, given))
    if len(call.returns) == 1:
        return {call.returns[0]: as_array(values, name).copy()}
    called = call.called or call.returns
    parts = several(values, len(call.returns))
    if parts is None:
        found = len(values) if isinstance(values, tuple | list) else 1
        raise ExchangeError(
            f"{name} returned {found} value{'s' * (found != 1)} instead of {len(call.returns)}. "
            f"End it with: return {', '.join(part.replace(' ', '_') for part in called)}."
            + (" So far it returns None: is its body written?" if values is None else "")
        )
    threes = zip(call.returns, called, parts, strict=True)
    return {part: as_array(value, f"{name} ({own})").copy() for part, own, value in threes}


def handed_over(array: np.ndarray) -> Any:
    """Return an argument as students expect it: an array, or a Python number."""
    return array if array.ndim else array.item()
