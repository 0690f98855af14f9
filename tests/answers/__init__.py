"""Right and wrong answers to every task: ``ROOM/TASK.py`` holds those to one.

``ROOM`` is the notebook's id without its number. A file is a docstring and cells::

    \"\"\"Answers to ``bright_share``.\"\"\"

    # %% right numpy
    def bright_share(images, level):
        return (images >= level).mean(axis=(1, 2))


    # %% wrong stub
    # says: Nothing came back
    # earns: 0
    def bright_share(images, level):
        pass


    # %% wrong strict, edited from numpy
    # says: compare with >=
    # earns: 0.4
    # - return (images >= level).mean(axis=(1, 2))
    # + return (images > level).mean(axis=(1, 2))

Right answers come first, then the stub, then the other wrong ones. A wrong answer says what it
earns, as a share of the points, and words that its feedback holds.

An edited answer is a right one after one or more replacements: the lines with ``-`` are a piece of
its text, which occurs there once, and those with ``+`` take its place. Without the latter the
piece goes. An empty line keeps two replacements apart that would be read as one.

``fresh/ROOM/TASK.py`` holds a second set, in the same form. Its answers were written from the text
of the exercises alone, before anybody looked at what these draw, and nothing is tuned to them: they
measure how well answers are judged that nobody foresaw. So a wrong one does not say what it earns.
Its one line ``# about: WORDS|OTHER WORDS`` names words, and the feedback about this mistake holds
one of them, in small or capital letters. ``python -m tests.answers`` prints the table.
"""

import functools
import linecache
import re
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent
FRESH = FOLDER / "fresh"
CELL = re.compile(r"^# %%(.*)\n", re.MULTILINE)
TITLE = re.compile(r"(right|wrong) (\w+)(?:, edited from (\w+))?")
DESERVES = re.compile(r"# says: (.+)\n# earns: (.+)\n")
ABOUT = re.compile(r"# about: (.+)\n")
# The piece that goes, and what takes its place.
EDIT = re.compile(r"((?:# -(?: .*)?\n)+)((?:# \+(?: .*)?\n)*)")
# What belongs at the top of a cell, or into an edited answer.
MISPLACED = re.compile(r"^# (?:says:|earns:|about:|[-+] ).*", re.MULTILINE)


class Answer(NamedTuple):
    """What a student wrote, what it earns, as a share of the points, and what its feedback holds.

    A right answer earns 1, and its feedback holds nothing in particular. A fresh wrong one has
    ``about`` instead: words as a regular expression, one of which its feedback should hold.
    """

    path: Path
    task: str
    name: str
    right: bool
    source: str
    says: str = ""
    earns: float = 1.0
    about: str = ""

    @property
    def key(self) -> str:
        """Return the name with what it is, such as ``wrong_strict``."""
        return f"{'right' if self.right else 'wrong'}_{self.name}"


@functools.cache
def answers(task: str, folder: Path = FOLDER) -> list[Answer]:
    """Return the answers to a task, in the order of their file.

    Args:
        task: Its grade id.
        folder: Holds the rooms: ``FRESH`` for the second set.

    Raises:
        ValueError: There is not exactly one file, or it is not written as it should be.
    """
    paths = sorted(folder.glob(f"*/{task}.py"))
    if len(paths) != 1:
        raise ValueError(
            f"There are {len(paths)} files {folder.name}/ROOM/{task}.py. Write one, where ROOM is "
            "the id of the task's notebook without its number."
        )
    return read(paths[0], task)


def all_answers(folder: Path = FOLDER) -> list[Answer]:
    """Return the answers to all tasks; ``folder`` is ``FRESH`` for the second set."""
    paths = sorted(folder.glob("*/*.py"))
    return [one for path in paths for one in answers(path.stem, folder)]


def thing(answer: Answer, given: dict[str, Any] | None = None) -> Any:
    """Execute an answer, and return the object that is named like its task.

    Args:
        answer: What a student wrote.
        given: Variables that the notebook has before.
    """
    file = str(answer.path.with_suffix("") / f"{answer.key}.py")
    # Feedback quotes the line that failed, and TensorFlow's AutoGraph reads a function's source.
    # Without a time of change, nobody looks for the file.
    lines = answer.source.splitlines(keepends=True)
    linecache.cache[file] = (len(answer.source), None, lines, file)
    variables = {**(given or {}), "__name__": "__main__"}
    exec(compile(answer.source, file, "exec"), variables)
    return variables[answer.task]


def read(path: Path, task: str) -> list[Answer]:
    """Return the answers in a file.

    Args:
        path: The file.
        task: The grade id of the task that they answer.

    Raises:
        ValueError: It is not written as it should be; the text says what to do.
    """
    before, *cells = CELL.split(path.read_text(encoding="utf-8"))
    if not re.fullmatch(r'"""[^"]*"""\s*', before):
        raise ValueError(
            f"{path}: a docstring, and nothing else, comes before the first cell. Write one, and "
            "begin each answer with a line `# %% right NAME` or `# %% wrong NAME`; what an answer "
            "imports comes below that line."
        )
    found: dict[str, Answer] = {}
    for title, body in zip(cells[::2], cells[1::2], strict=True):
        try:
            answer = _answer(title.strip(), body, path, task, found)
        except ValueError as error:
            raise ValueError(f"{path}, `# %%{title}`: {error}") from None
        found[answer.key] = answer
    return list(found.values())


def _answer(title: str, body: str, path: Path, task: str, above: dict[str, Answer]) -> Answer:
    """Return the answer in a cell.

    Args:
        title: What follows ``# %%``.
        body: The lines below.
        path: The file.
        task: The task that is answered.
        above: The answers above it in the file, by their keys.
    """
    named = TITLE.fullmatch(title)
    if not named:
        raise ValueError(
            "this is neither a right nor a wrong answer. Write `right NAME`, `wrong NAME` or "
            "`wrong NAME, edited from RIGHT`."
        )
    kind, name, base = named.groups()
    if f"{kind}_{name}" in above:
        raise ValueError("there are two answers of this name. Give one another name.")
    right, says, earns, about = kind == "right", "", 1.0, ""
    fresh = None if right else ABOUT.match(body)
    if fresh:
        about, body = fresh[1], body[fresh.end() :]
    elif not right:
        deserves = DESERVES.match(body)
        if not deserves:
            raise ValueError(
                "it does not say what it deserves. Begin with the lines `# says: WORDS` and "
                "`# earns: SHARE`, in this order."
            )
        says, earns = deserves[1], _share(deserves[2])
        body = body[deserves.end() :]
    if base:
        body = _edited(body, _base(base, right, above))
    source = body.strip("\n") + "\n"
    misplaced = MISPLACED.search(source)
    if misplaced:
        raise ValueError(
            f"the line `{misplaced[0]}` is out of place. What a wrong answer says and earns is "
            "written once, at its top; replacements are in a cell with `, edited from RIGHT`."
        )
    if not source.strip():
        raise ValueError("it is empty. Write the answer below its title.")
    return Answer(path, task, name, right, source, says, earns, about)


def _share(text: str) -> float:
    """Return what an answer earns, 0..1."""
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(
            f"it cannot earn `{text}`. Write a share of the points: a number from 0 to 1."
        )
    return share


def _base(name: str, right: bool, above: dict[str, Answer]) -> str:
    """Return the source of the answer that another one is edited from."""
    if right:
        raise ValueError("a right answer is edited. Write it whole, so that others can be edited.")
    if f"right_{name}" in above:
        return above[f"right_{name}"].source
    if f"wrong_{name}" in above:
        raise ValueError(f"`{name}` is wrong itself. Edit a right answer, or write this one whole.")
    raise ValueError(f"there is no right answer `{name}` above it. Edit one that is.")


def _edited(edits: str, source: str) -> str:
    """Return a source after replacements."""
    other = EDIT.sub("", edits).strip()
    if other or not edits.strip():
        raise ValueError(
            f"`{other.partition(chr(10))[0]}` is no replacement. Write lines `# - OLD`, then lines "
            "`# + NEW`, or write the answer whole, without `, edited from`."
        )
    result = source
    for edit in EDIT.finditer(edits):
        old, new = ("\n".join(line[4:] for line in part.splitlines()) for part in edit.groups())
        if result.count(old) != 1:
            raise ValueError(
                f"the text `{old}` occurs {result.count(old)} times in the right answer. Write a "
                "piece that occurs there once."
            )
        result = result.replace(old, new)
    if result.strip() == source.strip():
        raise ValueError("it is the same as the right answer. Replace something.")
    return result
