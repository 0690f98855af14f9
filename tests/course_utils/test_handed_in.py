"""What a submission holds is recognised by what its name was."""

import pytest

from course_utils import handed_in
from course_utils.handed_in import contents, is_junk, likeness, part

pytestmark = pytest.mark.fast

ALL = ["00_start_here", "01_softmax", "08_your_variant"]
NAME = "08_your_variant"
NOTEBOOK = f"{NAME}.ipynb"


@pytest.mark.parametrize(
    "path",
    [
        "08_your_variant.ipynb",
        "08_your_variant (1).ipynb",
        "08_your_variant(2).ipynb",
        "08_your_variant-Copy1.ipynb",
        "08_your_variant - Copy.ipynb",
        "08_your_variant-1.ipynb",
        "08_Your_Variant.IPYNB",
        "08-your-variant.ipynb",
        "08 your variant.ipynb",
        "08_your_variant.ipynb.json",
        "08_your_variant.ipynb.txt",
        "ada_08_your_variant.ipynb",
        "notebooks/08_your_variant.ipynb",
        "course/notebooks/08_your_variant.ipynb",
        "notebooks\\08_your_variant.ipynb",
        "./08_your_variant.ipynb",
        "../../08_your_variant.ipynb",
        "/home/ada/08_your_variant.ipynb",
        "0\uff18_your_variant.ipynb",
    ],
)
def test_a_notebook_is_recognised_under_the_names_that_it_gets_on_its_way(path):
    assert part(path, ALL) == NOTEBOOK


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("08_your_variant.run/run.json", "08_your_variant.run/run.json"),
        ("top/08_your_variant.run/weights.weights.h5", "08_your_variant.run/weights.weights.h5"),
        ("08_Your_Variant.Run/AVERAGES.weights.h5", "08_your_variant.run/averages.weights.h5"),
        ("08_your_variant.run (1)/run.json", "08_your_variant.run/run.json"),
        ("08_your_variant.run/run (1).json", "08_your_variant.run/run.json"),
        ("08_your_variant.run/run-1.json", "08_your_variant.run/run.json"),
        ("08_your_variant.run/weights.weights-2.h5", "08_your_variant.run/weights.weights.h5"),
        ("08_your_variant.run/weights (1).weights.h5", "08_your_variant.run/weights.weights.h5"),
        ("08_your_variant.run/08_your_variant.run/run.json", "08_your_variant.run/run.json"),
        ("08_my-variant.run/run.json", "08_my-variant.run/run.json"),
        ("02_protocol_1.run/run.json", "02_protocol_1.run/run.json"),
        ("best one.run/run.json", "best one.run/run.json"),
        ("Zoe\u0308.run/run.json", "Zo\u00eb.run/run.json"),
    ],
)
def test_a_runs_file_keeps_the_name_of_its_run(path, name):
    assert part(path, ALL) == name


def test_a_runs_file_without_its_folder_is_of_the_run_named_like_the_only_assignment():
    assert part("run.json", [NAME]) == f"{NAME}.run/run.json"
    assert part("run.json", ALL) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "readme.txt",
        "99_unknown.ipynb",
        "helper.py",
        "08_your_variant.run/checkpoint/state.h5",
        "08_your_variant.run/evil.py",
        "08_your_variant.run",
        "08_your_variant.ipynb\0.exe",
        ".run/evil.py",
        "08_your_variant.py",
        "__MACOSX/08_your_variant.ipynb",
        "._08_your_variant.ipynb",
        ".ipynb_checkpoints/08_your_variant-checkpoint.ipynb",
    ],
)
def test_anything_else_is_no_part_of_a_submission(path):
    assert part(path, ALL) is None


@pytest.mark.parametrize("name", ["..run", "...run", "/.run", "a/..run", "..\\..run"])
def test_no_name_leads_out_of_a_submission(name):
    found = part(f"{name}/run.json", [NAME])
    assert found == f"{NAME}.run/run.json"


@pytest.mark.parametrize(
    "path",
    [
        ".DS_Store",
        "a/.DS_Store",
        "__MACOSX/a/._b",
        "._a.ipynb",
        "Thumbs.db",
        ".git/HEAD",
        ".ipynb_checkpoints/a.ipynb",
        "__pycache__/a.pyc",
        "~$report.docx",
    ],
)
def test_what_systems_leave_in_folders_is_junk(path):
    assert is_junk(path)


@pytest.mark.parametrize("path", ["a.ipynb", "run.json", ".gitignore", "MACOSX/a", "data.db"])
def test_what_a_student_made_is_no_junk(path):
    assert not is_junk(path)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("00_start_here.ipynb", 0),
        ("00_Start_Here.ipynb", 1),
        ("00_start_here-Copy1.ipynb", 2),
        ("00_start_here (2).ipynb", 2),
        ("00_start_here.ipynb.txt", 2),
        ("00-start-here.ipynb", 2),
        ("00_start_here.ipynb.ipynb", 2),
        ("Meier 00_start_here.ipynb", 3),
        ("homework.ipynb", 4),
        ("homework.json", None),
        ("00_start_here.html", None),
        ("00_start_here", None),
    ],
)
def test_names_are_told_by_how_well_they_fit(file, expected):
    assert likeness(file, "00_start_here", only=True) == expected


def test_another_name_is_taken_only_where_the_assignment_has_one_notebook():
    assert likeness("homework.ipynb", "00_start_here", only=False) is None


def test_the_notebook_and_its_runs_are_told_from_the_rest():
    files, left_out = contents(
        [
            "top/readme.txt",
            "top/08_your_variant.ipynb",
            "top/08_your_variant.run/run.json",
            "top/08_your_variant.run/checkpoint/step",
            "top/08_more.run/run.json",
            "top/02_first_cnn.run/run.json",
            "top/mine.run/run.json",
            "top/.DS_Store",
        ],
        NAME,
    )
    assert sorted(files) == [
        "08_more.run/run.json",
        NOTEBOOK,
        "08_your_variant.run/run.json",
        "mine.run/run.json",
    ]
    assert left_out == [
        "top/02_first_cnn.run/run.json",
        "top/08_your_variant.run/checkpoint/step",
        "top/readme.txt",
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("08_your_variant.ipynb", "08_your_variant (1).ipynb"),
        ("deep/08_your_variant.ipynb", "08_your_variant-Copy1.ipynb"),
        ("08_your_variant.ipynb", "old/08_your_variant.ipynb"),
        ("08_your_variant.ipynb.txt", "ada 08_your_variant.ipynb"),
    ],
)
def test_of_several_notebooks_the_one_that_fits_best_counts(better, worse):
    for paths in ([better, worse], [worse, better]):
        assert contents(paths, NAME) == ({NOTEBOOK: better}, [worse])


def test_of_two_files_of_a_run_the_one_with_the_right_name_counts():
    paths = ["08_your_variant.run/run (1).json", "08_your_variant.run/run.json"]
    assert contents(paths, NAME) == ({"08_your_variant.run/run.json": paths[1]}, [paths[0]])


def test_the_assignments_of_which_there_are_notebooks_are_named_in_order():
    paths = ["08_your_variant.ipynb", "x/01_softmax-Copy1.ipynb", "x/99.ipynb", "run.json"]
    assert handed_in.assignments_in(paths, ALL) == ["01_softmax", "08_your_variant"]
