"""Graded tasks: one module a notebook, and the ``check`` that every graded cell calls."""

import importlib
import importlib.util
from types import ModuleType

from course_utils.checks.task import CheckFailed, Finding, Task, check

__all__ = ["CheckFailed", "Finding", "Task", "check", "choices", "find", "runs_needed", "runs_of"]


def find(assignment: str) -> dict[str, Task]:
    """Return the tasks of an assignment.

    Args:
        assignment: Its id, the stem of its notebook, such as ``"00_start_here"``.

    Returns:
        Tasks by grade id; empty for an assignment without automatically graded cells.
    """
    return {task.name: task for task in getattr(module_of(__name__, assignment), "TASKS", ())}


def choices(assignment: str) -> tuple[str, ...]:
    """Return the data sets that an assignment can be graded on, the default first.

    Args:
        assignment: Its id.
    """
    return getattr(module_of(__name__, assignment), "DATA", ("shapes", "cifar10"))


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
        sorted({r for task in find(assignment).values() for r in runs_of(assignment, task)})
    )


def module_of(package: str, assignment: str) -> ModuleType | None:
    """Return the module of a package that belongs to an assignment, or None if there is none.

    Args:
        package: The package's name.
        assignment: The assignment's id; its module is named like it, without the number.
    """
    name = assignment[3:]
    if not name.isidentifier() or importlib.util.find_spec(f"{package}.{name}") is None:
        return None
    return importlib.import_module(f"{package}.{name}")
