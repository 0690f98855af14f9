"""Damaged submissions: what happens to honest notebooks between a student's laptop and the grader.

Each is a function that puts one submission into a folder. Its decorator names the points that it
must get and words that its feedback must contain; no words where nothing needs to be said.
"""

import copy
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.authoring import build
from autograder.authoring.rehearse import cell_by_grade_id
from autograder.authoring.rehearse import notebook

NAME = "00_start_here"
FILE = f"{NAME}.ipynb"
RIGHT = "def channel_means(images):\n    return images.mean(axis=(1, 2))"
WRONG = "def channel_means(images):\n    return images.mean(axis=(0, 1))"
SETUP = "import numpy as np\nfrom course_utils.exercises import check"


@dataclass(frozen=True)
class Damaged:
    """A damaged submission, the points that it must get, and words of its feedback."""

    put: Callable[[Path], None]
    points: float
    says: str
    student: str


CASES: dict[str, Damaged] = {}


def damaged(points, says, student=None):
    def register(function):
        name = function.__name__
        CASES[name] = Damaged(function, points, says, student or name)
        return function

    return register


@cache
def _plain(solution):
    whole = notebook(NAME, {"channel_means_solution": solution})
    whole.cells = [
        new_code_cell(SETUP, id="setup"),
        new_markdown_cell("# Start", id="words"),
        *[cell for cell in whole.cells if "nbgrader" in cell.metadata],
    ]
    return whole


def plain(solution=RIGHT):
    """A healthy notebook: setup, a text, the exercise, the graded cell."""
    return copy.deepcopy(_plain(solution))


def exercise(student):
    return cell_by_grade_id(student, "channel_means_solution")


def graded(student):
    return cell_by_grade_id(student, "channel_means")


def save(folder, student, name=FILE):
    (folder / name).write_bytes(build.as_bytes(student))


def save_raw(folder, data, name=FILE):
    (folder / name).write_text(json.dumps(data), encoding="utf-8")


def text_of(student):
    return build.as_bytes(student).decode()


# Cells


@damaged(1, "several copies of channel_means;")
def copied_graded_cell(folder):
    student = plain()
    again = copy.deepcopy(graded(student))
    again.id = "again"
    student.cells.insert(2, again)
    save(folder, student)


@damaged(1, "several copies of channel_means_solution")
def copied_exercise(folder):
    student = plain()
    again = copy.deepcopy(exercise(student))
    again.id, again.source = "again", WRONG
    student.cells.insert(2, again)
    save(folder, student)


@damaged(1, "")
def exercise_split_in_two(folder):
    student = plain("factor = 1")
    student.cells.insert(3, new_code_cell(RIGHT, id="rest"))
    save(folder, student)


@damaged(1, "channel_means was missing and is put back")
def deleted_graded_cell(folder):
    student = plain()
    student.cells.remove(graded(student))
    save(folder, student)


@damaged(0, "channel_means was missing and is put back")
def deleted_graded_cell_and_wrong(folder):
    student = plain(WRONG)
    student.cells.remove(graded(student))
    save(folder, student)


@damaged(0, "0 of 1 points")
def deleted_exercise(folder):
    student = plain()
    student.cells.remove(exercise(student))
    save(folder, student)


@damaged(1, "moved down")
def graded_cell_above_its_exercise(folder):
    student = plain()
    student.cells.insert(1, student.cells.pop())
    save(folder, student)


@damaged(0, "0 of 1 points")
def reversed_order(folder):
    student = plain()
    student.cells.reverse()  # the exercise runs before what it imports: check is not there
    student.cells.remove(next(cell for cell in student.cells if cell.id == "setup"))
    save(folder, student)


@damaged(1, "type of channel_means had been changed")
def graded_cell_as_markdown(folder):
    student = plain()
    old = graded(student)
    student.cells[-1] = new_markdown_cell(old.source, id=old.id, metadata=old.metadata)
    save(folder, student)


@damaged(1, "type of channel_means had been changed")
def graded_cell_as_raw(folder):
    student = plain()
    old = graded(student)
    student.cells[-1] = new_raw_cell(old.source, id=old.id, metadata=old.metadata)
    save(folder, student)


@damaged(1, "type of channel_means_solution had been changed")
def exercise_as_markdown(folder):
    student = plain()
    old = exercise(student)
    student.cells[2] = new_markdown_cell(old.source, id=old.id, metadata=old.metadata)
    save(folder, student)


@damaged(1, "text of channel_means had been changed")
def edited_graded_cell(folder):
    student = plain()
    graded(student).source = 'check("channel_means", lambda images: images)  # try'
    save(folder, student)


@damaged(0, "text of channel_means had been changed")
def graded_cell_replaced_by_its_points(folder):
    student = plain(WRONG)
    graded(student).source = "1.0"
    save(folder, student)


@damaged(1, "")
def spaces_at_line_ends(folder):
    student = plain()
    graded(student).source += "   \n\n"
    save(folder, student)


# Metadata


@damaged(1, "settings of channel_means had been changed")
def grade_flipped(folder):
    student = plain()
    graded(student).metadata["nbgrader"]["grade"] = False
    save(folder, student)


@damaged(0, "settings of channel_means had been changed")
def called_a_solution(folder):
    student = plain(WRONG)
    graded(student).metadata["nbgrader"]["solution"] = True
    save(folder, student)


@damaged(1, "settings of channel_means had been changed")
def worth_a_hundred_points(folder):
    student = plain()
    graded(student).metadata["nbgrader"]["points"] = 100
    save(folder, student)


@damaged(1, "settings of channel_means")
def points_are_text(folder):
    student = json.loads(text_of(plain()))
    student["cells"][-1]["metadata"]["nbgrader"].update(points="many", schema_version="new")
    save_raw(folder, student)


@damaged(1, "")
def old_schema(folder):
    student = plain()
    for cell in student.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] = {"grade_id": cell.metadata["nbgrader"]["grade_id"]}
    save(folder, student)


@damaged(1, "")
def schema_of_the_future(folder):
    student = plain()
    graded(student).metadata["nbgrader"]["schema_version"] = 99
    save(folder, student)


@damaged(1, "settings of channel_means_solution, channel_means were lost")
def all_metadata_lost(folder):
    student = plain()
    for cell in student.cells:
        cell.metadata.clear()
    save(folder, student)


@damaged(1, "settings of channel_means were lost")
def metadata_and_ids_lost(folder):
    student = json.loads(text_of(plain()))
    for cell in student["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    student["nbformat_minor"] = 4
    save_raw(folder, student)


@damaged(1, "settings of channel_means_solution, channel_means were lost")
def metadata_is_a_list(folder):
    student = json.loads(text_of(plain()))
    for cell in student["cells"]:
        cell["metadata"] = ["nbgrader"]
    save_raw(folder, student)


@damaged(1, "")
def nbgrader_metadata_of_another_course(folder):
    student = plain()
    foreign = copy.deepcopy(graded(student))
    foreign.id, foreign.source = "foreign", "1 / 0"
    foreign.metadata["nbgrader"]["grade_id"] = "integral"
    student.cells.append(foreign)
    save(folder, student)


@damaged(1, "")
def tags_and_widgets(folder):
    student = plain()
    graded(student).metadata["tags"] = ["skip-execution", "remove-cell"]
    student.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": [1]}}
    save(folder, student)


@damaged(1, "attached to text cells were left out")
def attachments(folder):
    student = plain()
    student.cells[1]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    save(folder, student)


@damaged(1, "asked for a kernel of R")
def kernel_of_another_language(folder):
    student = plain()
    student.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    save(folder, student)


@damaged(1, "")
def kernel_of_another_name(folder):
    student = plain()
    student.metadata["kernelspec"] = {"name": "python-of-my-laptop", "display_name": "mine"}
    save(folder, student)


@damaged(1, "")
def same_id_everywhere(folder):
    student = json.loads(text_of(plain()))
    for cell in student["cells"]:
        cell["id"] = "same"
    save_raw(folder, student)


@damaged(1, "")
def invalid_ids(folder):
    student = json.loads(text_of(plain()))
    for cell, wrong in zip(student["cells"], [3, None, "a b<script>", "x" * 200], strict=True):
        cell["id"] = wrong
    save_raw(folder, student)


# Formats


@damaged(1, "not saved in format 4")
def format_3(folder):
    cells = []
    for cell in plain().cells:
        if cell.cell_type == "code":
            code = {"input": cell.source.split("\n"), "outputs": [], "language": "python"}
            code["input"] = [line + "\n" for line in code["input"]]
            cells.append({"cell_type": "code", "metadata": cell.metadata, **code})
        else:
            cells.append({"cell_type": "heading", "level": 1, "metadata": {}, "source": "Start"})
    sheets = [{"metadata": {}, "cells": cells}]
    save_raw(folder, {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": sheets})


def _minor(minor):
    def put(folder):
        student = json.loads(text_of(plain()))
        student["nbformat_minor"] = minor
        for cell in student["cells"]:
            if minor < 5:
                del cell["id"]
        save_raw(folder, student)

    put.__name__ = f"format_4_{minor}"
    return put


for _number in (0, 1, 2, 3, 4, 99):
    damaged(1, "")(_minor(_number))


@damaged(1, "")
def sources_as_lists(folder):
    student = json.loads(text_of(plain()))
    for cell in student["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    save_raw(folder, student)


@damaged(1, "no text")
def sources_of_other_types(folder):
    student = json.loads(text_of(plain()))
    student["cells"][1]["source"] = {"a": 1}
    student["cells"][2]["source"] = [*student["cells"][2]["source"], 7, None]
    save_raw(folder, student)


@damaged(1, "are no cells")
def cells_that_are_none(folder):
    student = json.loads(text_of(plain()))
    student["cells"][1:1] = [None, 3, "text", []]
    save_raw(folder, student)


@damaged(1, "unknown type")
def cell_of_unknown_type(folder):
    student = json.loads(text_of(plain()))
    student["cells"][1]["cell_type"] = "sql"
    save_raw(folder, student)


# JSON and bytes


@damaged(0, "is an empty file")
def empty_file(folder):
    (folder / FILE).write_bytes(b"")


@damaged(0, "is an empty file")
def only_nulls(folder):
    (folder / FILE).write_bytes(b"\0" * 5000)


@damaged(1, "marks of an unfinished merge")
def merge_conflict(folder):
    lines = text_of(plain()).split("\n")
    index = next(i for i, line in enumerate(lines) if "axis=(1, 2)" in line)
    theirs = lines[index].replace("(1, 2)", "(0, 1)")
    conflict = ["<<<<<<< HEAD", lines[index], "=======", theirs, ">>>>>>> theirs"]
    lines[index : index + 1] = conflict
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8")


@damaged(1, "marks of an unfinished merge")
def merge_conflict_with_one_broken_side(folder):
    lines = text_of(plain()).split("\n")
    index = next(i for i, line in enumerate(lines) if "axis=(1, 2)" in line)
    conflict = ["<<<<<<< HEAD", '   "cut', "||||||| base", "=======", lines[index], ">>>>>>> a"]
    lines[index : index + 1] = conflict
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8")


@damaged(0, "no readable JSON")
def merge_conflict_of_nothing(folder):
    (folder / FILE).write_bytes(b"<<<<<<< mine\n{\n=======\n[\n>>>>>>> theirs\n")


@damaged(1, "file is damaged")
def cut_off_behind_the_exercise(folder):
    text = text_of(plain())
    (folder / FILE).write_text(text[: text.index('"check(')], encoding="utf-8")


@damaged(0, "file is damaged")
def cut_off_in_the_exercise(folder):
    text = text_of(plain())
    (folder / FILE).write_text(text[: text.index("axis=(1, 2)")], encoding="utf-8")


@damaged(1, "file is damaged")
def comma_lost(folder):
    text = text_of(plain())
    (folder / FILE).write_text(text.replace("\n  },\n", "\n  }\n", 2), encoding="utf-8")


@damaged(1, "text followed the end")
def text_after_the_end(folder):
    (folder / FILE).write_text(text_of(plain()) + "\n}\nEOF\n", encoding="utf-8")


@damaged(0, "no readable JSON")
def web_page_instead(folder):
    (folder / FILE).write_text("<!DOCTYPE html><html><body>Log in</body></html>")


@damaged(0, "no readable JSON")
def zip_instead(folder):
    (folder / FILE).write_bytes(b"PK\x03\x04" + os.urandom(20_000))


@damaged(0, "no readable JSON")
def python_instead(folder):
    (folder / FILE).write_text(RIGHT)


@damaged(0, "nested too deeply")
def nested_too_deeply(folder):
    (folder / FILE).write_text("[" * 100_000 + "]" * 100_000)


@damaged(0, "it holds a list")
def list_instead(folder):
    (folder / FILE).write_text("[1, 2, 3]")


@damaged(0, "it holds a int")
def number_instead(folder):
    (folder / FILE).write_text("42")


@damaged(0, "no list of cells")
def cells_are_an_object(folder):
    save_raw(folder, {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {"a": {}}})


@damaged(0, "no list of cells")
def json_without_cells(folder):
    save_raw(folder, {"name": "package", "version": 1})


@damaged(0, "has no cells")
def no_cells(folder):
    student = plain()
    student.cells = []
    save(folder, student)


@damaged(1, "")
def byte_order_mark(folder):
    (folder / FILE).write_bytes(b"\xef\xbb\xbf" + build.as_bytes(plain()))


@damaged(1, "UTF-16")
def utf_16(folder):
    (folder / FILE).write_bytes(text_of(plain()).encode("utf-16"))


@damaged(1, "Windows-1252")
def latin_1(folder):
    student = plain("# Größe, Tür, Übung, äöü\n" + RIGHT)
    (folder / FILE).write_bytes(text_of(student).encode("latin-1"))


@damaged(1, "damaged characters")
def one_bad_byte(folder):
    content = build.as_bytes(plain("# Größe, Tür, Übung, äöü\n" + RIGHT))
    (folder / FILE).write_bytes(content.replace("ß".encode(), b"\xff", 1))


@damaged(1, "")
def windows_line_ends(folder):
    (folder / FILE).write_bytes(build.as_bytes(plain()).replace(b"\n", b"\r\n"))


@damaged(1, "")
def not_a_number_in_it(folder):
    student = json.loads(text_of(plain()))
    student["cells"][0]["execution_count"] = float("nan")
    student["metadata"]["time"] = float("inf")
    student["nbformat_minor"] = 10**30
    save_raw(folder, student)


@damaged(1, "null characters")
def null_characters_in_sources(folder):
    save(folder, plain(RIGHT + "\0"))


@damaged(1, "")
def half_a_surrogate_pair(folder):
    student = json.loads(text_of(plain()))
    student["cells"][1]["source"] = "\ud83d"
    save_raw(folder, student)


# Size


@damaged(1, "")
def huge_outputs(folder):
    student = json.loads(text_of(plain()))
    lines = [f'step {number} [loss] = {number} \\ "\n' for number in range(1_000_000)]
    student["cells"][0]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": lines},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 30_000_000}},
    ]
    save_raw(folder, student)


@damaged(0, "are allowed")
def huge_file(folder):
    with (folder / FILE).open("wb") as file:
        file.write(build.as_bytes(plain()))
        file.truncate(3_000_000_000)  # sparse: it takes no room


@damaged(0, "too large")
def huge_source(folder):
    save(folder, plain(RIGHT + "\n#" + "x" * 25_000_000))


@damaged(0, "cells, where")
def very_many_cells(folder):
    student = plain()
    student.cells += [new_code_cell("1", id=f"c{number}") for number in range(30_000)]
    save(folder, student)


@damaged(1, "too large, so it was left out")
def huge_file_beside_it(folder):
    save(folder, plain())
    with (folder / "weights.bin").open("wb") as file:
        file.truncate(2_000_000_000)


@damaged(1, "over 1000 files")
def very_many_files(folder):
    save(folder, plain())
    for number in range(1_500):
        (folder / f"z{number}.txt").touch()


# Names


@damaged(1, "00_start_here-Copy1.ipynb was graded as")
def name_of_a_copy(folder):
    save(folder, plain(), f"{NAME}-Copy1.ipynb")


@damaged(1, "00_start_here (1).ipynb was graded as")
def name_of_a_download(folder):
    save(folder, plain(), f"{NAME} (1).ipynb")


@damaged(1, "00_start_here.ipynb.txt was graded as")
def name_with_txt(folder):
    save(folder, plain(), f"{FILE}.txt")


@damaged(1, "00_start_here.json was graded as")
def name_with_json(folder):
    save(folder, plain(), f"{NAME}.json")


@damaged(1, "00_START_HERE.IPYNB was graded as")
def name_in_upper_case(folder):
    save(folder, plain(), FILE.upper())


@damaged(1, "Untitled.ipynb was graded as")
def name_of_its_own(folder):
    save(folder, plain(), "Untitled.ipynb")


@damaged(1, "Only 00_start_here.ipynb was graded, not 00_start_here-Copy1.ipynb")
def right_name_and_a_newer_copy(folder):
    save(folder, plain())
    save(folder, plain(WRONG), f"{NAME}-Copy1.ipynb")


@damaged(1, "Only b.ipynb was graded, not a.ipynb")
def newest_of_two_wrong_names(folder):
    save(folder, plain(WRONG), "a.ipynb")
    save(folder, plain(RIGHT), "b.ipynb")
    os.utime(folder / "a.ipynb", (1_600_000_000, 1_600_000_000))


@damaged(1, "is an empty file")
def right_name_empty_and_a_good_copy(folder):
    (folder / FILE).touch()
    save(folder, plain(), f"{NAME}-Copy1.ipynb")


@damaged(1, "was graded as 00_start_here.ipynb")
def folder_in_the_folder(folder):
    (folder / "my course").mkdir()
    save(folder / "my course", plain())


@damaged(1, "characters that cannot be shown")
def file_names_that_cannot_be_shown(folder):
    save(folder, plain())
    for name in (b"a\nb.txt", b"\xff\xfe.txt", b"\x1b[2J.txt", "\u202etxt.exe".encode()):
        (folder / os.fsdecode(name)).touch()


@damaged(1, "?img src?x onerror?alert(1)?.ipynb was graded as")
def file_name_with_markup(folder):
    save(folder, plain(), "<img src=x onerror=alert(1)>.ipynb")


@damaged(1, "", student="[a-z]* {0}'\"\n é$x")
def student_of_odd_characters(folder):
    save(folder, plain())


@damaged(1, "", student="--force")
def student_like_an_option(folder):
    save(folder, plain())


@damaged(0, "no notebook 00_start_here.ipynb")
def no_notebook(folder):
    (folder / "answer.docx").write_bytes(b"PK\x03\x04")


@damaged(0, "no notebook 00_start_here.ipynb")
def nothing_at_all(folder):
    pass


@damaged(1, "holds no time")
def timestamp_of_nonsense(folder):
    save(folder, plain())
    (folder / "timestamp.txt").write_text("yesterday evening")


# Other things than files


@damaged(0, "00_start_here.ipynb is a symbolic link")
def link_instead(folder):
    (folder / FILE).symlink_to("/etc/passwd")


@damaged(0, "00_start_here.ipynb is a hard link")
def hard_link_instead(folder):
    other = folder.parent / "other.ipynb"
    other.write_bytes(build.as_bytes(plain()))
    os.link(other, folder / FILE)


@damaged(0, "00_start_here.ipynb is a pipe")
def pipe_instead(folder):
    os.mkfifo(folder / FILE)


@damaged(0, "00_start_here.ipynb is a folder")
def folder_instead(folder):
    (folder / FILE).mkdir()


@damaged(1, "secrets is a symbolic link")
def links_beside_it(folder):
    save(folder, plain())
    (folder / "secrets").symlink_to("/")
    (folder / "loop").symlink_to(".")


@damaged(1, "socket is a socket")
def socket_beside_it(folder):
    save(folder, plain())
    here = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"/proc/self/fd/{here}/socket")  # a short path
    os.close(here)


@damaged(1, "folders deep")
def folders_without_end(folder):
    save(folder, plain())
    (folder / "/".join(["a"] * 50)).mkdir(parents=True)


@damaged(0, "is no folder")
def link_to_another_student(folder):
    folder.rmdir()
    folder.symlink_to(folder.parent.parent / "aa_healthy" / folder.name)
