"""What each learning platform lets an instructor download, in the shapes in which it comes."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from autograder.course import assignments
from autograder.intake import platforms
from autograder.intake.collect import collect
from course_utils.handed_in import is_junk
from tests.autograder.intake.downloads import (
    NAME,
    NOTEBOOK,
    RUN,
    handed_in,
    mark_of,
    notebook,
    tarred,
    write,
    zipped,
)

pytestmark = pytest.mark.fast

MOODLE = "assignsubmission_file_"
ADA, ZOE = handed_in("ada"), handed_in("zoe")
OLD, NEW = 1_690_000_000, 1_699_000_000
LATER = handed_in("ada, later", NEW)


class Shape(NamedTuple):
    """A download, and what must become of it.

    ``filed`` says by student's id whose notebook is filed; ``says`` is what some line must say.
    """

    platform: str
    name: str
    files: dict
    filed: dict
    says: tuple = ()
    runs: bool = True


def blackboard(login, time, file):
    return f"Your variant_{login}_attempt_{time}_{file}"


def brightspace(numbers, name, time):
    return f"{numbers} - {name} - {time}"


def gradescope(*people):
    """Gradescope's page: for each submission its number, and name, number and e-mail of people."""
    lines = ["---"]
    for number, *members in people:
        lines += [f"submission_{number}:", "  :submitters:"]
        for name, sid, email in members:
            lines += [f"  - :name: {name}", f"    :sid: {sid}", f"    :email: {email}"]
        lines += ["  :created_at: 2026-01-15 23:59:59.123456000 Z", "  :score: 0.0"]
    return "\n".join(lines).encode()


ONE = ("1", ("Ada Lovelace", "'30001'", "ada@example.org"))
TWO = ("2", ("Zoe Doe", "'30002'", "zoe@example.org"))

SHAPES = [
    # Canvas
    Shape(
        "Canvas",
        "zips",
        {f"lovelaceada_12_901_{NAME}.zip": ADA, f"doezoe_13_902_{NAME}.zip": ZOE},
        {"12": "ada", "13": "zoe"},
        ("12 (lovelaceada): 00_start_here, 1 run file, lateness unknown",),
    ),
    Shape(
        "Canvas",
        "late",
        {f"lovelaceada_LATE_12_901_{NAME}.zip": ADA},
        {"12": "ada"},
        ("handed in late, at an unknown time",),
    ),
    Shape(
        "Canvas",
        "two people of one name",
        {f"doejane_12_901_{NAME}.zip": ADA, f"doejane_13_902_{NAME}.zip": ZOE},
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "Canvas",
        "handed in again: the later attachment counts, whatever the dates say",
        {f"ada_12_901_{NAME}.zip": (ADA, NEW), f"ada_12_955_{NAME}-1.zip": (LATER, OLD)},
        {"12": "ada, later"},
        (f"ada_12_901_{NAME}.zip: 12 (ada): 00_start_here, is older than ada_12_955_",),
    ),
    Shape(
        "Canvas",
        "a name with underscores and digits",
        {f"o_neil_2nd_12_901_{NAME}.zip": ADA},
        {"12": "ada"},
    ),
    Shape("Canvas", "a name with accents", {f"doezo\u00eb_13_902_{NAME}.zip": ZOE}, {"13": "zoe"}),
    Shape(
        "Canvas",
        "a name without letters",
        {f"_13_902_{NAME}.zip": ZOE},
        {"13": "zoe"},
    ),
    Shape(
        "Canvas",
        "anonymous",
        {f"anon_1aB2c_901_{NAME}.zip": ADA, f"LATE_anon_9zY8x_902_{NAME}.zip": ZOE},
        {"anon_1aB2c": "ada", "anon_9zY8x": "zoe"},
        ("anon_9zY8x: 00_start_here, 1 run file, handed in late",),
    ),
    Shape(
        "Canvas",
        "a bare notebook and its run, file by file",
        {
            f"ada_12_901_{NAME}.ipynb": notebook("ada"),
            "ada_12_902_run.json": b"{}",
            "ada_12_903_weights.weights.h5": b"weights",
        },
        {"12": "ada"},
        ("2 run files",),
    ),
    Shape(
        "Canvas",
        "a bare notebook and its run, both resubmitted",
        {
            f"ada_12_901_{NAME}.ipynb": notebook("ada"),
            "ada_12_902_run.json": b"{}",
            f"ada_12_955_{NAME}-1.ipynb": notebook("ada, later"),
            "ada_12_956_run-1.json": b"later",
        },
        {"12": "ada, later"},
        ("1 run file", "left out: 00_start_here.ipynb, run.json"),
    ),
    Shape(
        "Canvas",
        "text typed in",
        {f"ada_12_901_{NAME}.zip": ADA, "zoe_13_text.html": b"hello", "bob_14_link.html": b""},
        {"12": "ada"},
        ("zoe_13_text.html: what was typed into Canvas", "bob_14_link.html: what was typed"),
    ),
    Shape(
        "Canvas",
        "one number for two names",
        {f"ada_12_901_{NAME}.zip": ADA, f"zoe_12_902_{NAME}.zip": ZOE},
        {},
        ("12 is the number of ada and of zoe, so none is filed",),
    ),
    Shape(
        "Canvas",
        "a group",
        {f"group 7_12_901_{NAME}.zip": ADA},
        {"12": "ada"},
        ("a group by its name: its members are not known",),
    ),
    # Moodle
    Shape(
        "Moodle",
        "folders",
        {f"Ada Lovelace_12_{MOODLE}/{NAME}.zip": ADA, f"Zo\u00eb Doe_13_{MOODLE}/x.zip": ZOE},
        {"12": "ada", "13": "zoe"},
        ("12 (Ada Lovelace): 00_start_here",),
    ),
    Shape(
        "Moodle",
        "folders without the last underscore",
        {f"Ada Lovelace_12_assignsubmission_file/{NAME}.zip": ADA},
        {"12": "ada"},
    ),
    Shape(
        "Moodle",
        "without folders",
        {
            f"Ada Lovelace_12_{MOODLE}{NAME}.zip": ADA,
            f"Zoe Doe_13_{MOODLE}{NAME} (1).zip": ZOE,
        },
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "Moodle",
        "two people of one name",
        {f"Jane Doe_12_{MOODLE}/a.zip": ADA, f"Jane Doe_13_{MOODLE}/a.zip": ZOE},
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "Moodle",
        "online text",
        {
            f"Ada_12_{MOODLE}/{NAME}.zip": ADA,
            "Ada_12_assignsubmission_onlinetext_/onlinetext.html": b"hello",
            "Jo_14_assignsubmission_onlinetext_onlinetext.html": b"hello",
        },
        {"12": "ada"},
        (
            "Ada_12_assignsubmission_onlinetext_/onlinetext.html: what was typed into Moodle",
            "Jo_14_assignsubmission_onlinetext_onlinetext.html: what was typed into Moodle",
        ),
    ),
    Shape(
        "Moodle",
        "a group",
        {f"Group A_7_{MOODLE}/{NAME}.zip": ADA, f"Gruppe B_8_{MOODLE}/{NAME}.zip": ZOE},
        {"7": "ada", "8": "zoe"},
        ("7 (Group A): 00_start_here", "8 (Gruppe B): ", "a group by its name"),
    ),
    Shape(
        "Moodle",
        "the group of those who have none",
        {f"Default group_{MOODLE}/{NAME}.zip": ADA},
        {"Default_group": "ada"},
        ("a group by its name",),
    ),
    Shape(
        "Moodle",
        "anonymous",
        {f"Participant_12_{MOODLE}/{NAME}.zip": ADA},
        {"12": "ada"},
    ),
    Shape(
        "Moodle",
        "a notebook and its run, unzipped, in folders of the student's",
        {
            f"Ada_12_{MOODLE}/work/{NOTEBOOK}": notebook("ada"),
            f"Ada_12_{MOODLE}/work/{RUN}": b"{}",
            f"Ada_12_{MOODLE}/readme.txt": b"hello",
        },
        {"12": "ada"},
        ("1 run file", "left out: readme.txt"),
    ),
    Shape(
        "Moodle",
        "the notebook loose, its run packed",
        {
            f"Ada_12_{MOODLE}/{NOTEBOOK}": notebook("ada"),
            f"Ada_12_{MOODLE}/{NAME}.run.zip": zipped({"run.json": b"{}"}),
        },
        {"12": "ada"},
        ("1 run file",),
    ),
    Shape(
        "Moodle",
        "a name that looks like that of another platform",
        {f"Ada_12_{MOODLE}/zoe_13_901_{NAME}.zip": ADA},
        {"12": "ada"},
    ),
    # Blackboard
    Shape(
        "Blackboard",
        "zips with its pages",
        {
            blackboard("ada", "2026-01-15-23-59-59", f"{NAME}.zip"): ADA,
            "Your variant_ada_attempt_2026-01-15-23-59-59.txt": b"Name: Ada Lovelace (ada)\r\n",
        },
        {"ada": "ada"},
        ("ada (Ada Lovelace)", "handed in 2026-01-15 23:59:59 UTC", "Blackboard's page"),
    ),
    Shape(
        "Blackboard",
        "two attempts: the later counts",
        {
            blackboard("ada", "2026-01-16-00-00-00", f"{NAME}.zip"): LATER,
            blackboard("ada", "2026-01-15-23-59-59", f"{NAME}.zip"): ADA,
        },
        {"ada": "ada, later"},
        ("is older than Your variant_ada_attempt_2026-01-16-00-00-00",),
    ),
    Shape(
        "Blackboard",
        "an assignment with underscores",
        {f"08_your_variant_ada_attempt_2026-01-15-23-59-59_{NAME}.zip": ADA},
        {"ada": "ada"},
    ),
    Shape(
        "Blackboard",
        "a login with an underscore, which its page knows",
        {
            blackboard("ada_l", "2026-01-15-23-59-59", f"{NAME}.zip"): ADA,
            "Your variant_ada_l_attempt_2026-01-15-23-59-59.txt": b"Name: Ada (ada_l)\n",
        },
        {"ada_l": "ada"},
    ),
    Shape(
        "Blackboard",
        "a bare notebook and its run",
        {
            blackboard("ada", "2026-01-15-23-59-59", NOTEBOOK): notebook("ada"),
            blackboard("ada", "2026-01-15-23-59-59", "run.json"): b"{}",
        },
        {"ada": "ada"},
        ("1 run file",),
    ),
    Shape(
        "Blackboard",
        "a file that its student named like another's",
        {
            blackboard(
                "ada", "2026-01-15-23-59-59", blackboard("zoe", "2026-01-16-00-00-00", "a.zip")
            ): ADA
        },
        {"ada": "ada"},
    ),
    Shape(
        "Blackboard",
        "a time that cannot be",
        {blackboard("ada", "2026-13-15-23-59-59", f"{NAME}.zip"): ADA},
        {"ada": "ada"},
        ("lateness unknown",),
    ),
    # Brightspace
    Shape(
        "Brightspace",
        "folders with its page",
        {
            f"{brightspace('12-7', 'Ada Lovelace', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ADA,
            f"{brightspace('13-7', 'Zoe Doe', 'Jan 9, 2026 905 AM')}/{NAME}.zip": ZOE,
            "index.html": b"<html>",
        },
        {"12": "ada", "13": "zoe"},
        (
            "12 (Ada Lovelace): 00_start_here, 1 run file, handed in 2026-01-15 23:59:00 UTC",
            "handed in 2026-01-09 09:05:00 UTC",
            "index.html: Brightspace's list",
        ),
    ),
    Shape(
        "Brightspace",
        "two attempts: the later counts",
        {
            f"{brightspace('12-7', 'Ada', 'Jan 16, 2026 1200 AM')}/{NAME}.zip": LATER,
            f"{brightspace('12-7', 'Ada', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ADA,
        },
        {"12": "ada, later"},
        ("is older than",),
    ),
    Shape(
        "Brightspace",
        "without folders",
        {f"{brightspace('12-7', 'Ada', 'Jan 15, 2026 1159 PM')} - {NAME}.zip": ADA},
        {"12": "ada"},
        ("handed in 2026-01-15 23:59:00 UTC",),
    ),
    Shape(
        "Brightspace",
        "the person's number behind that of the assignment",
        {
            f"{brightspace('7-12', 'Ada', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ADA,
            f"{brightspace('7-13', 'Zoe', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ZOE,
        },
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "Brightspace",
        "numbers that tell nobody apart",
        {
            f"{brightspace('7-7', 'Ada', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ADA,
            f"{brightspace('7-7', 'Zoe', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ZOE,
        },
        {},
        ("its numbers are the same for Ada and Zoe",),
    ),
    Shape(
        "Brightspace",
        "a date of another language",
        {f"{brightspace('12-7', 'Ada', '15 janv. 2026 23:59')}/{NAME}.zip": ADA},
        {"12": "ada"},
        ("lateness unknown",),
    ),
    Shape(
        "Brightspace",
        "a name with a hyphen between spaces",
        {f"{brightspace('12-7', 'Ada - Marie', 'Jan 15, 2026 1159 PM')}/{NAME}.zip": ADA},
        {"12": "ada"},
        ("12 (Ada - Marie)", "23:59:00"),
    ),
    # Gradescope
    Shape(
        "Gradescope",
        "an export",
        {
            "submission_metadata.yml": gradescope(ONE, TWO),
            f"submission_1/{NOTEBOOK}": notebook("ada"),
            f"submission_1/{RUN}": b"{}",
            f"submission_2/{NAME}.zip": ZOE,
        },
        {"30001": "ada", "30002": "zoe"},
        ("30001 (Ada Lovelace)", "handed in 2026-01-15 23:59:59 UTC", "Gradescope's list"),
    ),
    Shape(
        "Gradescope",
        "an export in its folder",
        {
            "assignment_55_export/submission_metadata.yml": gradescope(ONE),
            f"assignment_55_export/submission_1/{NAME}.zip": ADA,
        },
        {"30001": "ada"},
    ),
    Shape(
        "Gradescope",
        "a group is its members",
        {
            "submission_metadata.yml": gradescope((*ONE, *TWO[1:])),
            f"submission_1/{NAME}.zip": ADA,
        },
        {"30001": "ada", "30002": "ada"},
    ),
    Shape(
        "Gradescope",
        "students without a number",
        {
            "submission_metadata.yml": gradescope(("1", ("Ada", "", "ada@example.org"))),
            f"submission_1/{NAME}.zip": ADA,
        },
        {"ada@example.org": "ada"},
    ),
    Shape(
        "Gradescope",
        "without its page",
        {f"submission_1/{NAME}.zip": ADA},
        {},
        ("nothing says whose submission_1 is. Keep Gradescope's submission_metadata.yml",),
    ),
    Shape(
        "Gradescope",
        "with a damaged page",
        {"submission_metadata.yml": b"\t: [", f"submission_1/{NAME}.zip": ADA},
        {},
        ("nothing says whose submission_1 is", "submission_metadata.yml"),
    ),
    Shape(
        "Gradescope",
        "a submission that its page does not know",
        {
            "submission_metadata.yml": gradescope(ONE),
            f"submission_1/{NAME}.zip": ADA,
            f"submission_9/{NAME}.zip": ZOE,
        },
        {"30001": "ada"},
        ("nothing says whose submission_9 is",),
    ),
    # Repositories
    Shape(
        "repositories",
        "of a classroom",
        {
            "start-submissions/start-ada/.git/HEAD": b"ref",
            f"start-submissions/start-ada/{NOTEBOOK}": notebook("ada"),
            f"start-submissions/start-ada/{RUN}": b"{}",
            "start-submissions/start-ada/README.md": b"",
            "start-submissions/start-zoe-d/.git/HEAD": b"ref",
            f"start-submissions/start-zoe-d/notebooks/{NOTEBOOK}": notebook("zoe"),
            f"start-submissions/start-zoe-d/notebooks/{RUN}": b"{}",
        },
        {"ada": "ada", "zoe-d": "zoe"},
        ("left out: README.md",),
    ),
    Shape(
        "repositories",
        "named by the assignment",
        {
            "00-start-here-ada/.git/HEAD": b"ref",
            f"00-start-here-ada/{NOTEBOOK}": notebook("ada"),
            f"00-start-here-ada/{RUN}": b"{}",
        },
        {"ada": "ada"},
    ),
    Shape(
        "repositories",
        "that share the beginning of their names",
        {
            "cs101-hw1-ada/.git/HEAD": b"ref",
            f"cs101-hw1-ada/{NAME}.zip": ADA,
            "cs101-hw1-zoe/.git/HEAD": b"ref",
            f"cs101-hw1-zoe/{NAME}.zip": ZOE,
        },
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "repositories",
        "named like students",
        {"ada/.git/HEAD": b"ref", f"ada/{NAME}.zip": ADA},
        {"ada": "ada"},
    ),
    Shape(
        "repositories",
        "the whole course, of which the name says the assignment",
        {
            "00-start-here-ada/.git/HEAD": b"ref",
            f"00-start-here-ada/notebooks/{NOTEBOOK}": notebook("ada"),
            f"00-start-here-ada/notebooks/{RUN}": b"{}",
            "00-start-here-ada/notebooks/01_softmax.ipynb": notebook("not yet"),
        },
        {"ada": "ada"},
        ("left out: notebooks/01_softmax.ipynb",),
    ),
    Shape(
        "repositories",
        "the whole course",
        {
            "ada/.git/HEAD": b"ref",
            f"ada/{NOTEBOOK}": notebook("ada"),
            "ada/01_softmax.ipynb": notebook("ada"),
        },
        {},
        ("ada: it holds 2 notebooks instead of one (00_start_here, 01_softmax). Give --assign",),
        runs=False,
    ),
    # Folders
    Shape(
        "folders",
        "a folder a student",
        {f"ada/{NAME}.zip": ADA, f"Zo\u00eb Doe/{NAME}.zip": ZOE},
        {"ada": "ada", "Zo\u00eb_Doe": "zoe"},
    ),
    Shape(
        "folders",
        "one deeper",
        {f"submissions/ada/{NAME}.zip": ADA, f"submissions/zoe/{NAME}.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "folders",
        "below a folder an assignment",
        {f"{NAME}/ada/a.zip": ADA, f"{NAME}/zoe/a.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "folders",
        "around a class, which might be a student",
        {f"week 3/ada/{NAME}.zip": ADA, f"week 3/zoe/{NAME}.zip": ZOE},
        {},
        ("week 3 may be a student, or a folder of a class with the students ada, zoe.",),
    ),
    Shape(
        "folders",
        "around two classes",
        {
            f"monday/ada/{NAME}.zip": ADA,
            f"monday/bob/{NAME}.zip": handed_in("bob"),
            f"friday/{NAME}.zip": ZOE,
        },
        {"friday": "zoe"},
        ("monday has hand-ins in several folders (monday/ada, monday/bob).",),
    ),
    Shape(
        "folders",
        "around two classes, alike in content, and with bare notebooks at several depths",
        {
            f"monday/ada/{NAME}.zip": ADA,
            f"monday/bob/{NAME}.zip": ADA,
            f"friday/eve/{NOTEBOOK}": notebook("eve"),
            f"friday/kim/work/{NOTEBOOK}": notebook("kim"),
        },
        {},
        ("monday has hand-ins in several folders", "friday: it holds eve/00_start_here.ipynb and"),
    ),
    Shape(
        "folders",
        "with an older notebook in a folder inside",
        {
            f"ada/{NOTEBOOK}": notebook("ada"),
            f"ada/old/{NOTEBOOK}": notebook("before"),
            f"zoe/{NAME}.zip": ZOE,
            f"ada/{RUN}": b"",
        },
        {"ada": "ada", "zoe": "zoe"},
        (f"left out: old/{NOTEBOOK}",),
    ),
    Shape(
        "folders",
        "a notebook and its run, unzipped",
        {f"ada/{NOTEBOOK}": notebook("ada"), f"ada/{RUN}": b"{}", f"zoe/{NAME}.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "folders",
        "named by submit, unpacked",
        {f"{NAME}-ada/{NOTEBOOK}": notebook("ada"), f"{NAME}-ada/{RUN}": b"{}"},
        {"ada": "ada"},
    ),
    Shape(
        "folders",
        "with names as Canvas gives them, which a student may have written",
        {f"ada/zoe_13_901_{NAME}.zip": ADA, f"zoe/{NAME}.zip": ZOE},
        {"zoe": "zoe"},
        ("it is named as Canvas names files, but is in the folder ada",),
    ),
    Shape(
        "folders",
        "with a picture that looks like a hand-in to Canvas",
        {f"ada/{NAME}.zip": ADA, "ada/plot_1_2_a.png": b"", f"zoe/{NAME}.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
        ("ada/plot_1_2_a.png",),
    ),
    Shape(
        "folders",
        "two that some disks do not tell apart",
        {f"Jane/{NAME}.zip": ADA, f"JANE/{NAME}.zip": ZOE, f"bob/{NAME}.zip": handed_in("bob")},
        {"bob": "bob"},
        ("JANE/00_start_here.zip would be filed as Jane, too", "Jane/00_start_here.zip would be"),
    ),
    Shape(
        "folders",
        "two that would be one id",
        {f"Jane Doe/{NAME}.zip": ADA, f"Jane_Doe/{NAME}.zip": ZOE},
        {},
        ("would be filed as Jane_Doe, too, so none is filed",),
    ),
    Shape(
        "folders",
        "several notebooks of one student",
        {f"ada/{NOTEBOOK}": notebook("ada"), "ada/01_softmax.ipynb": notebook("ada")},
        {"ada": "ada"},
        ("ada: 01_softmax", "ada: 00_start_here"),
        runs=False,
    ),
    # Names of files
    Shape(
        "submit --student",
        "zips",
        {f"{NAME}-ada.zip": ADA, f"{NAME}-zoe.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "submit --student",
        "in a folder of the class",
        {f"week 3/{NAME}-ada.zip": ADA, f"week 3/{NAME}-zoe.zip": ZOE},
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "submit --student",
        "bare notebooks",
        {f"{NAME}-ada.ipynb": notebook("ada"), f"{NAME}-zoe.ipynb": notebook("zoe")},
        {"ada": "ada", "zoe": "zoe"},
        runs=False,
    ),
    Shape(
        "submit --student",
        "no student, but a copy",
        {f"{NAME}-Copy1.ipynb": notebook("?"), f"{NAME} (1).zip": ADA, f"{NAME}-zoe.zip": ZOE},
        {"zoe": "zoe"},
        (
            f"{NAME}-Copy1.ipynb: its path names no student",
            f"{NAME} (1).zip: its path names no student",
        ),
    ),
    # What students pack, and how
    Shape("archives", "upper case", {f"ada/{NAME}.ZIP": ADA}, {"ada": "ada"}),
    Shape(
        "archives",
        "tars of all kinds",
        {
            f"{mode}/a.tar{mode.replace('w', '').replace(':', '.')}": tarred(
                {NOTEBOOK: notebook(mode), RUN: b"{}"}, mode.replace("none", "")
            )
            for mode in ("w", "w:gz", "w:bz2", "w:xz")
        },
        {"w": "w", "w_gz": "w:gz", "w_bz2": "w:bz2", "w_xz": "w:xz"},
    ),
    Shape(
        "archives",
        "a tar that calls itself a zip",
        {"ada/a.zip": tarred({NOTEBOOK: notebook("ada"), RUN: b"{}"})},
        {"ada": "ada"},
    ),
    Shape(
        "archives",
        "packed twice",
        {
            "ada/a.zip": zipped({"b.zip": ADA}),
            "zoe/a.zip": zipped({"b.tgz": tarred({NOTEBOOK: notebook("zoe"), RUN: b""})}),
        },
        {"ada": "ada", "zoe": "zoe"},
    ),
    Shape(
        "archives",
        "of a Mac, with a top folder",
        {
            "ada/a.zip": zipped(
                {
                    f"work/{NOTEBOOK}": notebook("ada"),
                    f"work/{RUN}": b"{}",
                    "work/.DS_Store": b"",
                    f"__MACOSX/work/._{NOTEBOOK}": b"junk",
                }
            ),
            "ada/.DS_Store": b"",
        },
        {"ada": "ada"},
    ),
    Shape(
        "archives",
        "with other names of the notebook",
        {
            f"{number}/a.zip": zipped({name: notebook(name), RUN: b"{}"})
            for number, name in enumerate(
                (f"{NAME} (1).ipynb", f"{NAME}-Copy1.ipynb", "00_Start_Here.IPYNB")
            )
        },
        {"0": f"{NAME} (1).ipynb", "1": f"{NAME}-Copy1.ipynb", "2": "00_Start_Here.IPYNB"},
    ),
    Shape(
        "archives",
        "with backslashes for slashes",
        {
            "ada/a.zip": zipped(
                {f"work\\{NOTEBOOK}": notebook("ada"), RUN.replace("/", "\\"): b"{}"}
            )
        },
        {"ada": "ada"},
    ),
    Shape(
        "archives",
        "of kinds that are not opened",
        {f"ada/{NAME}.7z": b"7z", f"zoe/{NAME}.rar": b"Rar!", f"bob/{NAME}.zip": handed_in("bob")},
        {"bob": "bob"},
        ("ada/00_start_here.7z: archives of this kind", "zoe/00_start_here.rar: archives of this"),
    ),
    Shape(
        "archives",
        "with more than belongs in",
        {"ada/a.zip": handed_in("ada", **{"readme.txt": b"", f"{NAME}.run/checkpoint/1": b""})},
        {"ada": "ada"},
        ("left out: ", "readme.txt", "checkpoint/1"),
    ),
    Shape(
        "archives",
        "of a whole class in a folder",
        {
            "download/class.zip": zipped(
                {f"Ada_12_{MOODLE}/a.zip": ADA, f"Zoe_13_{MOODLE}/a.zip": ZOE}
            )
        },
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "archives",
        "of two classes",
        {
            "monday.zip": zipped({f"Ada_12_{MOODLE}/a.zip": ADA}),
            "friday.zip": zipped({f"zoe_13_901_{NAME}.zip": ZOE}),
        },
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "archives",
        "of a whole class, with folders",
        {"class.zip": zipped({"class/ada/a.zip": ADA, "other/zoe/a.zip": ZOE})},
        {"class": "ada", "other": "zoe"},
    ),
    Shape(
        "archives",
        "in which a student calls a file by another's name",
        {
            f"Ada_12_{MOODLE}/a.zip": zipped({f"Zoe_13_{MOODLE}/{NAME}.zip": ADA}),
            f"Zoe_13_{MOODLE}/a.zip": ZOE,
        },
        {"12": "ada", "13": "zoe"},
    ),
    Shape(
        "archives",
        "that name nobody",
        {f"{NAME}.zip": ADA, "homework.zip": ZOE},
        {},
        (f"{NAME}.zip: its path names no student", "homework.zip: its path names no student"),
    ),
    # What is no hand-in
    Shape(
        "other files",
        "beside hand-ins",
        {f"ada/{NAME}.zip": ADA, "grades.csv": b"", "zoe/notes.pdf": b"", f"bob/{NAME}.txt": b""},
        {"ada": "ada"},
        ("grades.csv: it is neither", "zoe/notes.pdf: it is neither"),
    ),
    Shape(
        "other files",
        "of systems, which nobody misses",
        {f"ada/{NAME}.zip": ADA, ".DS_Store": b"", "__MACOSX/._a": b"", "Thumbs.db": b""},
        {"ada": "ada"},
    ),
    Shape(
        "other files",
        "a notebook of another course",
        {"ada/homework.ipynb": notebook("?"), f"zoe/{NAME}.zip": ZOE},
        {"zoe": "zoe"},
        ("ada/homework.ipynb: it holds no notebook of this course, but homework.ipynb",),
    ),
    Shape(
        "other files",
        "a run without its notebook",
        {"ada/a.zip": zipped({RUN: b"{}"}), f"zoe/{NAME}.zip": ZOE},
        {"zoe": "zoe"},
        ("ada/a.zip: it holds no notebook of this course",),
    ),
]


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    return folder


def as_folder(files, tmp_path):
    return write(tmp_path / "download", files)


def as_zip(files, tmp_path):
    place = tmp_path / "download.zip"
    plain = {path: one[0] if isinstance(one, tuple) else one for path, one in files.items()}
    place.write_bytes(zipped(plain))
    return place


def as_tar(files, tmp_path):
    place = tmp_path / "download.tar.gz"
    plain = {path: one[0] if isinstance(one, tuple) else one for path, one in files.items()}
    place.write_bytes(tarred(plain))
    return place


def lines_of(collected):
    return [
        *collected.filed,
        *collected.replaced,
        *collected.unchanged,
        *collected.older,
        *collected.skipped,
        *collected.refused,
        *collected.not_understood,
    ]


@pytest.mark.parametrize("form", [as_folder, as_zip, as_tar])
@pytest.mark.parametrize("shape", SHAPES, ids=[f"{one.platform}: {one.name}" for one in SHAPES])
def test_no_work_is_lost_or_goes_to_the_wrong_person(shape, form, course, tmp_path):
    collected = collect(form(shape.files, tmp_path), course)
    lines = lines_of(collected)
    submitted = course / "submitted"
    filed = {
        path.name: mark_of((path / NAME / NOTEBOOK).read_bytes())
        for path in (submitted.iterdir() if submitted.exists() else ())
    }
    assert filed == shape.filed, lines
    for path in filed:
        assert (submitted / path / NAME / RUN).exists() == shape.runs
    text = "\n".join(lines)
    for sentence in shape.says:
        assert sentence in text
    for path in shape.files:
        around = [path, *(path[:end] for end, one in enumerate(path) if one == "/")]
        named = any(one in line for line in lines for one in around)
        assert named or is_junk(path), f"nothing is said about {path}"


def test_every_platform_is_tested_in_at_least_five_shapes_and_names_its_source():
    for platform in platforms.PLATFORMS:
        assert platform.source
        assert sum(one.platform == platform.name for one in SHAPES) >= 5
    assert len(SHAPES) >= 60


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-01-15-23-59-59", datetime(2026, 1, 15, 23, 59, 59, tzinfo=UTC)),
        ("Jan 15, 2026 1159 PM", datetime(2026, 1, 15, 23, 59, tzinfo=UTC)),
        ("Feb 1, 2026 1200 AM", datetime(2026, 2, 1, 0, 0, tzinfo=UTC)),
        ("Feb 1, 2026 1200 PM", datetime(2026, 2, 1, 12, 0, tzinfo=UTC)),
        ("Dec 31, 2025 905 AM", datetime(2025, 12, 31, 9, 5, tzinfo=UTC)),
        ("Foo 15, 2026 1159 PM", None),
        ("Feb 30, 2026 1159 PM", None),
        ("2999-01-15-23-59-59", None),
        ("1970-01-15-23-59-59", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_in_a_name_is_read_or_unknown(text, time):
    assert platforms.read_time(text) == time


def test_a_candidate_is_anything_that_may_be_a_hand_in():
    candidates = ["a.zip", "a.TAR.GZ", "a.rar", "a.ipynb", "run.json", f"x/{RUN}", f"{NAME}.txt"]
    others = ["a.txt", "grades.csv", "index.html", "x/weights.h5", "zip"]
    assert all(platforms.is_candidate(path, assignments()) for path in candidates)
    assert not any(platforms.is_candidate(path, assignments()) for path in others)


def test_times_in_names_are_those_of_this_machines_time_zone(time_zone):
    time_zone("Europe/Paris")
    assert platforms.read_time("2026-01-15-23-59-59").hour == 22
