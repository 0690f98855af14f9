"""What the right answers are. Nothing in this package is in a student's copy or in a kernel.

One folder a notebook, named like it without its number; in it one module a task, named like the
task, whose function ``expected`` answers its questions. A module that begins with an underscore is
no task's own: several share it.

Many also answer what foreseen mistakes give, under names that begin with ``PREFIX`` of the
exercises' kit, and ``compare`` recognises them: that is so near what is right that a student's copy
must not hold it either.
"""

import importlib
import importlib.util

from course_utils.exchange import Arrays


def expected(assignment: str, task: str, question: Arrays) -> Arrays:
    """Return the expected answer to a question.

    Args:
        assignment: The assignment's id.
        task: The task's grade id.
        question: What was asked.

    Returns:
        Named arrays; none for a task whose properties follow from question and answer alone.
    """
    room = f"{__name__}.{assignment[3:]}"
    module = f"{room}.{task}"
    if not (_exists(room) and _exists(module)):
        return {}
    return importlib.import_module(module).expected(question)


def _exists(module: str) -> bool:
    """Return whether there is such a module; its package is imported, it itself is not."""
    return importlib.util.find_spec(module) is not None
