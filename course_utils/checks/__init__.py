"""Graded tasks: one module a notebook, and the ``check`` that every graded cell calls."""

from course_utils.checks.task import CheckFailed, Finding, Task, check

__all__ = ["CheckFailed", "Finding", "Task", "check", "find", "needs_run"]


def find(assignment: str) -> dict[str, Task]:
    """The tasks of an assignment.

    Args:
        assignment: Its id, the stem of its notebook, such as ``"00_start_here"``.

    Returns:
        Tasks by grade id; empty for an assignment without automatically graded cells.
    """
    from course_utils.checks import start_here, your_variant

    modules = {"00_start_here": start_here, "08_your_variant": your_variant}
    module = modules.get(assignment)
    return {task.name: task for task in module.TASKS} if module else {}


def needs_run(assignment: str) -> bool:
    """Whether a submission of this assignment has to carry the run of a trained network."""
    return any(task.kind == "predictor" for task in find(assignment).values())
