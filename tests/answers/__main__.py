"""Prints how the fresh answers are judged: ``python -m tests.answers [TASK …]``.

A row a task: how many right answers are accepted, by the grader and by the public check; how many
wrong ones are caught, by both; and how many of these are told their own mistake. Whatever is
misjudged is listed below with what its author reads. ``--first`` asks the first set instead,
``--told`` lists what each wrong answer is told.
"""

import argparse
import sys
from collections.abc import Iterator

from course_utils import environment

environment.start_tensorflow(devices=2)

from tests.answers import FOLDER, FRESH, Answer, all_answers
from tests.exercises.answering import TASKS, Marked, marked

COLUMNS = ("right", "accepted", "in public", "wrong", "caught", "in public", "own words")


def main() -> None:
    """Judge answers and print the table."""
    parser = argparse.ArgumentParser("python -m tests.answers", description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="all of them by default")
    parser.add_argument("--first", action="store_true", help="the first set of answers")
    parser.add_argument("--told", action="store_true", help="list what each wrong answer is told")
    arguments = parser.parse_args()
    unknown = set(arguments.tasks) - set(TASKS)
    if unknown:
        sys.exit(f"There is no task {', '.join(sorted(unknown))}. Tasks: {', '.join(TASKS)}.")
    asked = [a for a in all_answers(FOLDER if arguments.first else FRESH) if a.task in TASKS]
    results: dict[str, list[tuple[Answer, Marked]]] = {}
    for answer in asked:
        if not arguments.tasks or answer.task in arguments.tasks:
            results.setdefault(answer.task, []).append((answer, marked(answer)))
            print(end=".", flush=True)
    print(f"\n{'':22}" + "".join(f"{column:>11}" for column in COLUMNS))
    rows = {task: row(found) for task, found in results.items()}
    for task, numbers in [
        *rows.items(),
        ("all", [sum(n) for n in zip(*rows.values(), strict=True)]),
    ]:
        print(f"{task:22}" + "".join(f"{number:11}" for number in numbers))
    for found in results.values():
        for line in misjudged(found, arguments.told):
            print(line)


def row(found: list[tuple[Answer, Marked]]) -> list[int]:
    """Return the numbers of one task."""
    right = [mark for answer, mark in found if answer.right]
    wrong = [mark for answer, mark in found if not answer.right]
    return [
        len(right),
        sum(mark.accepted for mark in right),
        sum(mark.accepted_in_public for mark in right),
        len(wrong),
        sum(not mark.accepted for mark in wrong),
        sum(not mark.accepted_in_public for mark in wrong),
        sum(mark.own for mark in wrong),
    ]


def misjudged(found: list[tuple[Answer, Marked]], told: bool) -> Iterator[str]:
    """Yield a paragraph about each answer that is misjudged, or about each wrong one."""
    for answer, mark in found:
        what = [
            words
            for words, holds in (
                ("misjudged", mark.accepted != answer.right),
                ("misjudged in public", mark.accepted_in_public != answer.right),
                ("other words", not answer.right and not mark.own),
            )
            if holds
        ]
        if what[:1] not in ([], ["other words"]) or (told and not answer.right):
            how = ", ".join(what) or "own words"
            yield f"\n{answer.task} {answer.key}: {how}, {mark.earned:.2f}"
            yield f"    {mark.told}"


if __name__ == "__main__":
    main()
