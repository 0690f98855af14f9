"""Exercises: a module each, named like the grade id of its cell, in the room of its notebook.

A cell calls ``check("letterbox", letterbox)``, which finds ``your_data/letterbox.py`` by that name.
A module's ``TASK`` draws questions, puts them to what the student wrote, and compares the answers;
``kit`` holds what tasks are made of. A room says in ``DATA`` what its notebook can be graded on.
"""

import difflib
import importlib
from pathlib import Path
from typing import Any

from course_utils.exercises.kit.hidden_images import RULE
from course_utils.exercises.kit.task import CheckFailed, Task, check_task

__all__ = [
    "CheckFailed",
    "check",
    "choices",
    "cut_offs",
    "find",
    "points_rule",
    "runs_needed",
    "runs_of",
    "tasks",
]

ROOMS = Path(__file__).parent
DATA = ("shapes", "cifar10")  # where a room says nothing else


def check(name: str, thing: Any) -> None:
    """Check your work on public questions, or answer the grader's.

    Args:
        name: The exercise's name, such as ``"letterbox"``.
        thing: What you made.

    Raises:
        CheckFailed: Something is wrong; the message says what, and what to do next.
    """
    check_task(find(name), thing)


def find(name: str) -> Task:
    """Return the task of an exercise.

    Args:
        name: Its name, which is the grade id of its cell.

    Raises:
        CheckFailed: There is none of that name; the message gives the nearest ones.
    """
    if not isinstance(name, str):
        raise CheckFailed(
            "check takes the exercise's name first, in quotes, then what you made, such as "
            f'check("letterbox", letterbox). What came first is of type {type(name).__name__}.'
        )
    for room in _rooms():
        if name in _names(room):
            return _task(room, name)
    known = {one.casefold(): one for room in _rooms() for one in _names(room)}
    near = difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0)
    raise CheckFailed(
        f"There is no exercise '{name}'. The nearest names are "
        f"{', '.join(repr(known[one]) for one in near)}. Write the name as the notebook has it."
    )


def tasks(assignment: str) -> dict[str, Task]:
    """Return the tasks of an assignment by name, in alphabetical order.

    Args:
        assignment: Its id, the stem of its notebook, such as ``"00_start_here"``.

    Returns:
        Nothing for an assignment without automatically graded cells.
    """
    room = room_of(assignment)
    return {name: _task(room, name) for name in _names(room)} if room in _rooms() else {}


def choices(assignment: str) -> tuple[str, ...]:
    """Return the data sets that an assignment can be graded on, the default first.

    Args:
        assignment: Its id.
    """
    room = room_of(assignment)
    module = importlib.import_module(f"{__name__}.{room}") if room in _rooms() else None
    return getattr(module, "DATA", DATA)


def cut_offs(name: str, data: str) -> dict[str, float]:
    """Return the accuracies between which an exercise's points grow.

    Args:
        name: The exercise's name.
        data: The data set.

    Returns:
        ``low``, where points begin, and ``high``, where all are earned, in 0..1; nothing for an
        exercise that is not graded by accuracy.

    Raises:
        ExchangeError: They were not measured on this data set.
    """
    ends = find(name).cut_offs
    return ends(data) if ends else {}


def points_rule(name: str, data: str) -> str:
    """Return sentences on how the points of an exercise grow with its accuracy.

    Args:
        name: The exercise's name.
        data: The data set.

    Raises:
        ExchangeError: Its cut-offs were not measured on this data set.
        KeyError: It is not graded by accuracy.
    """
    ends = cut_offs(name, data)
    return (
        f"Points begin at {100 * ends['low']:.1f} % and are full from {100 * ends['high']:.1f} %. "
        f"{RULE}"
    )


def runs_of(assignment: str, task: Task) -> tuple[str, ...]:
    """Return the folders of the runs that a task needs: the assignment's own where it names none.

    Args:
        assignment: The assignment's id.
        task: One of its tasks.
    """
    if not task.on_hidden_images:
        return ()
    return (f"{assignment}.run",) if task.runs is None else task.runs


def runs_needed(assignment: str) -> tuple[str, ...]:
    """Return the folders of all runs that a submission of an assignment has to carry, in order.

    Args:
        assignment: The assignment's id.
    """
    return tuple(
        sorted({r for task in tasks(assignment).values() for r in runs_of(assignment, task)})
    )


def room_of(assignment: str) -> str:
    """Return the name of an assignment's room: its id without the number."""
    return assignment[3:]


def _rooms() -> list[str]:
    found = sorted(path.parent.name for path in ROOMS.glob("*/__init__.py"))
    return [room for room in found if room != "kit"]


def _names(room: str) -> list[str]:
    # Compared as texts: a file system that takes no notice of capitals would find shufflequeue.
    stems = (path.stem for path in (ROOMS / room).glob("*.py"))
    return sorted(stem for stem in stems if stem.isidentifier() and stem[0] != "_")


def _task(room: str, name: str) -> Task:
    return importlib.import_module(f"{__name__}.{room}.{name}").TASK
