"""Graded tasks: one module a notebook, and the ``check`` that every graded cell calls."""

import importlib
import importlib.util

from course_utils.checks.task import CheckFailed, Finding, Task, check

__all__ = ["CheckFailed", "Finding", "Task", "check", "find", "needs_run"]


def find(assignment: str) -> dict[str, Task]:
    """The tasks of an assignment.

    Args:
        assignment: Its id, the stem of its notebook, such as ``"00_start_here"``.

    Returns:
        Tasks by grade id; empty for an assignment without automatically graded cells.
    """
    name = assignment[3:]
    if not name.isidentifier() or importlib.util.find_spec(f"{__name__}.{name}") is None:
        return {}
    module = importlib.import_module(f"{__name__}.{name}")
    return {task.name: task for task in getattr(module, "TASKS", ())}


def needs_run(assignment: str) -> bool:
    """Whether a submission of this assignment has to carry the run of a trained network."""
    return any(task.on_hidden_images for task in find(assignment).values())
