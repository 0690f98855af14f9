"""What a student's thing returned, as the plain arrays of an answer, and errors as sentences.

An answer has parts. A part that fails is a sentence about itself, ``PART.error``, and takes no
other part with it.
"""

import numbers
import re
import sysconfig
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.errors import CourseError
from course_utils.exchange import Arrays, ExchangeError

ERROR = ".error"  # what the name of a part ends in when a sentence takes its place
LONGEST = 2_000  # characters of a sentence
EXITED = "Your code asked Python to exit. Remove exit() and quit(); return a value instead."
UNWRITTEN = "Your function is not written yet. Replace its stub, run its cell, then this one."
# Whose lines are not a student's: this package's, Python's own, and those of installed packages.
FOREIGN = (str(Path(__file__).parents[1]), sysconfig.get_paths()["stdlib"])
BOLD = re.compile(r"\x1b\[[0-9;]*m")  # how a terminal is told to print bold
# What NumPy says where an array of one number a row met one of whole rows, in either order.
ROWS = re.compile(r"together with shapes (?:\((\d+),\d+\) \(\1,\)|\((\d+),\) \(\2,\d+\))")


def as_array(value: Any, name: str = "Your function") -> np.ndarray:
    """Convert what a student returned to a plain array.

    Args:
        value: A NumPy array, a TensorFlow tensor, nested lists or a number.
        name: Who returned it, for the message.

    Raises:
        ExchangeError: It is ``None``, ragged, or holds anything but numbers.
    """
    if value is None:
        raise ExchangeError(
            f"{name} returned None. Is its body written, and does it end with a return statement?"
        )
    try:
        array = np.asarray(value)
        if array.dtype.name == "bfloat16":  # no type of NumPy's own
            array = array.astype(np.float32)
    except (ValueError, TypeError, NotImplementedError):  # the last one: a symbolic tensor
        raise ExchangeError(
            f"{name} returned a {type(value).__name__} that is no array. Return one NumPy array."
        ) from None
    if array.dtype.kind == "O" and all(isinstance(one, numbers.Real) for one in array.flat):
        array = real(array)  # fractions, or whole numbers of more than 64 bits
    if array.dtype.kind not in "biuf":
        raise ExchangeError(
            f"{name} returned a {type(value).__name__} that holds no numbers. Return one NumPy "
            "array of numbers."
        )
    return array


def real(array: np.ndarray) -> np.ndarray:
    """Return Python's numbers as float64, infinite where they are beyond its range."""

    def one(value: Any) -> float:  # one of Python's numbers
        try:
            return float(value)
        except OverflowError:
            return np.inf if value > 0 else -np.inf

    return np.array([one(value) for value in array.flat], np.float64).reshape(array.shape)


def several(values: Any, count: int) -> tuple[Any, ...] | list[Any] | None:
    """Return what a function returned as so many values, or ``None`` where it is not so many.

    Args:
        values: A tuple, a list, or an array whose first axis counts them.
        count: How many were asked for.
    """
    if not isinstance(values, tuple | list) and getattr(values, "shape", ())[:1] == (count,):
        values = list(np.asarray(values))
    return values if isinstance(values, tuple | list) and len(values) == count else None


def put(answer: Arrays, part: str, make: Callable[[], Any], name: str = "Your function") -> None:
    """Put one part into an answer; an error becomes this part's sentence.

    The array is copied: an object may go on changing the one that it returned.

    Args:
        answer: The answer, which gets ``part`` or ``part + ERROR``.
        part: The part's name.
        make: Returns its value.
        name: Who returned it, for the message.
    """
    try:
        answer[part] = as_array(make(), name).copy()
    except (Exception, SystemExit) as error:
        answer[part + ERROR] = np.array(describe(error))


def error_in(answer: Arrays, part: str) -> str:
    """Return the sentence that came in place of a part, or ''."""
    said = answer.get(part + ERROR)
    return "" if said is None else harmless(str(said))


def compact(array: np.ndarray) -> np.ndarray:
    """Return images in at most four bytes a number, so that thousands of them fit into an answer.

    float64 becomes float32, whose step is 2e-5 at 255; integers become int16 where they fit.
    """
    if array.dtype.kind == "f" and array.dtype.itemsize > 4:
        return array.astype(np.float32)
    if array.dtype.kind in "iu" and array.dtype.itemsize > 2 and array.size:
        fits = array.min() >= -(2**15) and array.max() < 2**15
        return array.astype(np.int16 if fits else np.float32)
    return array


def describe(error: BaseException) -> str:
    """Return a sentence about an error in a student's code, of at most 2,000 characters."""
    if isinstance(error, SystemExit):
        return EXITED
    if isinstance(error, NotImplementedError):
        return UNWRITTEN
    try:
        text = harmless(str(error)).strip()
    except Exception:  # an exception class of the student's own
        text = ""
    if isinstance(error, CourseError):
        return text
    said = f": {first_line(text)[:300]}" if text else ""
    line, number = own_line(error)
    where = (
        f"That was in line {number} of its cell: `{line}`."
        if line
        else "Call it yourself to see where."
    )
    return f"Your code raised {type(error).__name__}{said}. {advice(text)}{where}"


def first_line(text: str) -> str:
    """Return what an error says, in one line without the heading and bold print of Keras."""
    lines = [line for line in BOLD.sub("", text).splitlines() if line.strip()]
    headed = len(lines) > 1 and lines[0].startswith("Exception encountered when calling")
    return lines[headed] if lines else ""


def advice(text: str) -> str:
    """Return the next step, with a space after it, if an error's text tells it, else ''."""
    if "zero-size array to reduction" in text:
        return (
            "A window there is empty: it begins beyond the end, or below 0, where a slice counts "
            "from the end. "
        )
    rows = ROWS.search(text)
    if not rows:
        return ""
    return (
        f"One number a row goes with whole rows in the shape ({rows[1] or rows[2]}, 1); a sum or a "
        "maximum gets it with keepdims=True. "
    )


def own_line(error: BaseException) -> tuple[str, int]:
    """Return the line of a student's own code from which an error came, and its number in its cell.

    The line is empty, and the number 0, where they are not known.
    """
    lines = [
        (frame.line.strip(), frame.lineno or 0)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.line
        and "site-packages" not in frame.filename
        and not frame.filename.startswith(FOREIGN)
    ]
    return (harmless(lines[-1][0][:200]), lines[-1][1]) if lines else ("", 0)


def harmless(text: str) -> str:
    """Cut a text to 2,000 characters, and replace halves of characters, which no file can hold."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
