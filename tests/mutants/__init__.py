"""Mutants: right answers after one mechanical change, to see whether questions show it.

``python -m tests.mutants [TASK ...]`` lets the public check and the grader judge each of them. A
mutant that is accepted like its answer survives: either no input shows the change, which
``equivalent.json`` then says with a reason, or the task's draw lacks one that would.

``changes`` makes mutants, ``worker`` runs them in a process that may be killed, ``judging`` is what
happens there, and ``results`` keeps each verdict in ``build/mutants/``.
"""

import ast
import hashlib
import itertools
import json
import random
import warnings
from pathlib import Path
from typing import NamedTuple

from tests.answers import FOLDER, FRESH, Answer, answers
from tests.mutants.changes import CHANGES, mutations

EQUIVALENT = Path(__file__).with_name("equivalent.json")
ANY = "any"  # kind or line of an entry that is for all of them


class Mutant(NamedTuple):
    """A right answer after one change.

    Attributes:
        answer: The right answer.
        kind: The kind of change, one of ``CHANGES``.
        source: What became of its source, without comments.
        before: The lines that the change is in, as they were.
        after: As they are.
    """

    answer: Answer
    kind: str
    source: str
    before: str
    after: str


class Entry(NamedTuple):
    """What ``equivalent.json`` says of survivors that no input shows.

    Attributes:
        kind: Of change, or ``ANY``.
        before: The changed lines as they were, or ``ANY``.
        after: As they are, or ``ANY``.
        reason: Why nothing can show the change.
    """

    kind: str
    before: str
    after: str
    reason: str

    def matches(self, mutant: Mutant) -> bool:
        """Return whether it is about a mutant."""
        pairs = zip(self[:3], (mutant.kind, mutant.before, mutant.after), strict=True)
        return all(own in (ANY, other) for own, other in pairs)


def equivalent(task: str, path: Path = EQUIVALENT) -> list[Entry]:
    """Return the entries about a task."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Entry(**entry) for entry in entries.get(task, [])]


def right_answers(task: str) -> list[Answer]:
    """Return the right answers to a task, fresh ones last."""
    folders = [folder for folder in (FOLDER, FRESH) if any(folder.glob(f"*/{task}.py"))]
    return [one for folder in folders for one in answers(task, folder) if one.right]


def mutants(originals: list[Answer]) -> list[Mutant]:
    """Return all mutants of some answers that compile, each once, and none that is one of them."""
    plain = {answer: ast.unparse(ast.parse(answer.source)) + "\n" for answer in originals}
    known, found = set(plain.values()), []
    for answer, original in plain.items():
        for kind, source in mutations(answer.source):
            if source not in known and compiles(source):
                found.append(Mutant(answer, kind, source, *difference(original, source)))
            known.add(source)
    return found


def compiles(source: str) -> bool:
    """Return whether Python can compile a program."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def difference(before: str, after: str) -> tuple[str, str]:
    """Return the lines between what two programs begin and end with alike, without indentation.

    Where one of them has only more lines, the line above comes with them.
    """
    one, two = before.splitlines(), after.splitlines()
    start = alike(one, two)
    end = alike(one[start:][::-1], two[start:][::-1])
    start -= start > 0 and end >= min(len(one), len(two)) - start
    return tuple(
        "\n".join(line.strip() for line in lines[start : len(lines) - end]) for lines in (one, two)
    )


def alike(one: list[str], two: list[str]) -> int:
    """Return with how many equal lines two lists begin."""
    pairs = zip(one, two, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def chosen(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return so many mutants, or all there are, as many of each kind as there may be.

    Args:
        found: All of them.
        count: How many to choose.
        seed: Of the choice.
    """
    rng = random.Random(seed)
    by_kind = [[one for one in found if one.kind == kind] for kind in CHANGES]
    turns = itertools.zip_longest(*(rng.sample(some, len(some)) for some in by_kind))
    return [one for turn in turns for one in turn if one is not None][:count]


def digest(text: str) -> str:
    """Return the name under which a text's results are kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
