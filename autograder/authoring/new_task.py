"""Begins an exercise: writes a small one that works, marked with what its author fills in.

``skeletons/KIND.txt`` has a section for each place: the exercise, its reference, its answers, and
the imports and cells of its notebook. ``skeletons/shared.txt`` has what all kinds share: the first
lines of a new room, and a new notebook.
"""

import argparse
import keyword
import re
from pathlib import Path
from string import Template

from autograder.course import ROOT
from autograder.text import say
from course_utils import exercises
from course_utils.errors import CourseError
from course_utils.files import write_atomically

SKELETONS = Path(__file__).with_name("skeletons")
NOTEBOOK = re.compile(r"\d\d_(?P<room>[a-z][a-z0-9_]*)")
LONGEST_CHARACTERS = 30  # of a grade id, so that the lines with it fit
NO_ROOMS = ("kit", "expectations")  # folders beside the rooms
NO_EXERCISES = ("kit", "check")  # what notebooks import
GRADE_ID = re.compile(r'"grade_id": *"(\w+)"')
HEADING = re.compile(r"^# ## Exercise(?: (\d+))?:", re.MULTILINE)
PROSE = re.compile(r"^# %% \[markdown\]$", re.MULTILINE)
IMPORTS_OF_THE_COURSE = re.compile(r"(?:^from course_utils\S* import .+\n)+", re.MULTILINE)


def run(options: argparse.Namespace) -> int:
    """Run the command ``new-task``: write the files of an exercise, and say what comes next.

    Raises:
        CourseError: A name is none, or something of that name exists. Nothing is written then.
        OSError: A file cannot be written. What was written before is removed.
    """
    notebook, grade_id, kind = options.notebook, options.grade_id, options.kind
    refuse_bad_names(notebook, grade_id)
    refuse_what_exists(notebook, grade_id)
    texts = files(notebook, grade_id, kind)
    done = {path: "changed" if path.exists() else "written" for path in texts}
    write(texts)
    for path, how in done.items():
        say(f"{how}: {shown(path)}")
    say("\nReplace what FILL IN marks. This fails until nothing is left, and says what is:")
    say(f"  python -m pytest tests/exercises/test_exercises.py -k {grade_id}")
    if kind == "predictor":
        say("Write the levels into autograder/authoring/calibrate.py, and measure the cut-offs:")
        say(f"  python -m autograder calibrate {notebook}")
    say("Then build the notebook, judge the answers, and run the notebook:")
    say(f"  python -m autograder build {notebook}")
    say(f"  python -m pytest tests/exercises -k {grade_id}")
    say(f'  python -m pytest tests/test_notebooks.py -m "ci or not ci" -k {notebook}')
    return 0


# ---- what is refused -----------------------------------------------------------------------------


def refuse_bad_names(notebook: str, grade_id: str) -> None:
    """Raise an error for a name that no notebook or no exercise can have.

    Raises:
        CourseError: There is one; the message says how names look.
    """
    named = NOTEBOOK.fullmatch(notebook)
    if not named or keyword.iskeyword(named["room"]):
        raise CourseError(
            f"'{notebook}' is no name of a notebook. Write two digits, an underscore and a word in "
            "small letters, such as 10_brightness."
        )
    if named["room"] in NO_ROOMS:
        raise CourseError(
            f"'{named['room']}' is a folder beside the notebooks' own in course_utils/exercises. "
            "Choose another word for the notebook."
        )
    if not (grade_id.isidentifier() and grade_id.isascii()) or keyword.iskeyword(grade_id):
        raise CourseError(
            f"'{grade_id}' is no name of an exercise. Write what can be the name of a function in "
            "Python, such as bright_share."
        )
    if grade_id.startswith("_") or grade_id in NO_EXERCISES:
        raise CourseError(
            f"An exercise cannot be called '{grade_id}': "
            + (
                "what begins with an underscore is shared by several of them."
                if grade_id.startswith("_")
                else "the course uses that name itself."
            )
            + " Choose another name, such as bright_share."
        )
    if len(grade_id) > LONGEST_CHARACTERS:
        raise CourseError(
            f"'{grade_id}' has {len(grade_id)} characters. Choose a name of at most "
            f"{LONGEST_CHARACTERS}."
        )


def refuse_what_exists(notebook: str, grade_id: str) -> None:
    """Raise an error if the notebook or the exercise would be confused with another one.

    Raises:
        CourseError: There is such a one; the message says where.
    """
    number, room = notebook[:2], exercises.room_of(notebook)
    for path in sources():
        same = f"the number {number}" if path.stem[:2] == number else f"the name {room}"
        if path.stem != notebook and (path.stem[:2] == number or path.stem[3:] == room):
            raise CourseError(
                f"{shown(path)} has {same} already. Write {path.stem} if you mean that notebook, "
                "or choose another number and another name."
            )
    names = (grade_id, f"{grade_id}_solution")
    for path in sources():
        for name in GRADE_ID.findall(path.read_text(encoding="utf-8")):
            if name in names:
                raise CourseError(
                    f"{shown(path)} has a cell with the grade id '{name}'. A grade id occurs once "
                    "in the course: choose another name for the exercise."
                )
    # Compared without capitals, which some file systems take no notice of.
    for path in sorted(ROOT.glob("course_utils/exercises/*/*.py")):
        if path.stem.casefold() == grade_id.casefold() and path.parent.name not in NO_ROOMS:
            raise CourseError(
                f"There is an exercise '{path.stem}' already: {shown(path)}. Choose another name."
            )
    for path in places(room, grade_id).values():
        if path.exists():
            raise CourseError(
                f"{shown(path)} exists, and nothing is overwritten. Move it away if it is a "
                "remainder, or choose another name for the exercise."
            )


# ---- what is written -----------------------------------------------------------------------------


def sources() -> list[Path]:
    """Return the authored texts of all notebooks, in order."""
    return sorted(ROOT.glob("notebooks/src/[0-9]*.py"))


def places(room: str, name: str) -> dict[str, Path]:
    """Return the files of a room's module, by their sections in a skeleton.

    Args:
        room: The notebook's id without its number.
        name: The module's name.
    """
    folders = {
        "exercise": "course_utils/exercises",
        "reference": "autograder/references",
        "answers": "tests/answers",
    }
    return {part: ROOT / folder / room / f"{name}.py" for part, folder in folders.items()}


def shown(path: Path) -> str:
    """Return a path as an author types it, from the root."""
    return path.relative_to(ROOT).as_posix()


def files(notebook: str, grade_id: str, kind: str) -> dict[Path, str]:
    """Return the text of each file that a new exercise makes or, of its notebook, changes.

    Args:
        notebook: The notebook's id.
        grade_id: The exercise's name.
        kind: Its kind.

    Returns:
        The notebook is the last one, and the only one that may exist.
    """
    room, source = exercises.room_of(notebook), ROOT / "notebooks" / "src" / f"{notebook}.py"
    text = source.read_text(encoding="utf-8") if source.exists() else ""
    own, init = places(room, grade_id), places(room, "__init__")
    skeleton, shared = sections(kind), sections("shared")
    about = init["exercise"].read_text(encoding="utf-8") if init["exercise"].exists() else ""
    says_data = not about or re.search("^DATA = ", about, re.MULTILINE)
    numbers = [int(number or 1) for number in HEADING.findall(text)]
    names = {
        "notebook": notebook,
        "grade_id": grade_id,
        "number": max(numbers, default=0) + 1,
        "drawn": exercises.choices(notebook)[0],
        "data_module": f"course_utils.exercises.{room}" if says_data else "course_utils.exercises",
    }

    def filled(template: str, **more: str) -> str:
        return with_sorted_imports(Template(template).substitute(names, **more))

    made: dict[Path, str] = {}
    if not about:
        made[init["exercise"]] = filled(shared["room"])
    made[own["exercise"]] = filled(skeleton["exercise"])
    if "reference" in skeleton:
        if not init["reference"].exists():
            made[init["reference"]] = filled(shared["references"])
        made[own["reference"]] = filled(skeleton["reference"])
    made[own["answers"]] = filled(skeleton["answers"])
    imports = missing_imports(skeleton["imports"], text)
    cells = (f"# %%\n{imports}\n\n" if imports else "") + filled(skeleton["cells"])
    made[source] = with_cells(text, cells) if text else filled(shared["notebook"], cells=cells)
    return made


def sections(name: str) -> dict[str, str]:
    """Return the sections of a skeleton by their names.

    Args:
        name: A kind, or ``"shared"``.
    """
    text = (SKELETONS / f"{name}.txt").read_text(encoding="utf-8")
    _, *parts = re.split(r"^==== (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def with_sorted_imports(text: str) -> str:
    """Return a text with the course's own imports in order, which depends on the room's name."""
    return IMPORTS_OF_THE_COURSE.sub(
        lambda found: "".join(sorted(found[0].splitlines(keepends=True))), text
    )


def missing_imports(imports: str, text: str) -> str:
    """Return the lines of a skeleton's imports that a notebook needs besides its own.

    Args:
        imports: The lines.
        text: The notebook as it is written so far.
    """

    def there(line: str) -> bool:
        names = re.sub(r"^(from \S+ )?import ", "", line)
        if names == line:  # no import
            return line in text
        return all(
            re.search(rf"^(from|import) .*\b{part.split()[-1]}\b", text, re.MULTILINE)
            for part in names.split(",")
        )

    kept = "\n".join(line for line in imports.splitlines() if not (line and there(line)))
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")


def with_cells(text: str, cells: str) -> str:
    """Return a notebook's text with more cells before its last cell of prose.

    Args:
        text: The text.
        cells: The new cells; they come last where the only prose is the title.
    """
    prose = [found.start() for found in PROSE.finditer(text)]
    if len(prose) < 2:
        return f"{text.rstrip()}\n\n{cells}"
    return f"{text[: prose[-1]]}{cells}\n{text[prose[-1] :]}"


def write(texts: dict[Path, str]) -> None:
    """Write files, all of them or none.

    Args:
        texts: Their texts; the last one may replace a file.

    Raises:
        OSError: One of them cannot be written.
    """
    made: list[Path] = []
    *new, last = texts
    try:
        for path in [*new, *([] if last.exists() else [last])]:
            for folder in reversed([one for one in path.parents if not one.exists()]):
                folder.mkdir()
                made.append(folder)
            with path.open("x", encoding="utf-8") as file:
                made.append(path)
                file.write(texts[path])
        if last not in made:
            with write_atomically(last) as partial:
                partial.write_text(texts[last], encoding="utf-8")
    except BaseException:
        for path in reversed(made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        raise
