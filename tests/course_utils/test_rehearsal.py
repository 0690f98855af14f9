"""The rehearsal runs a notebook as the grader does, and says what would go wrong there.

The notebooks are short: an answer and a graded cell, as far as a handout has no others.
"""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.authoring.rehearse import notebook as whole
from autograder.course import assignments, load_settings
from autograder.sandbox import Sandbox
from course_utils import exchange, exercises, notebooks, rehearsal, runs, submit
from course_utils.exercises.kit.task import SEED, public_question
from course_utils.settings import grading_environment

START, VARIANT = "00_start_here", "08_your_variant"
ANSWER = "def channel_means(images):\n    return images.mean(axis=(1, 2))"
ASKED = 'check("channel_means", channel_means)'
SETUP = "from course_utils.exercises import check"


def cell(source, **marks):
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **marks}} if marks else {}
    made = {"cell_type": "code", "source": source, "metadata": metadata, "outputs": []}
    return made | {"id": marks["grade_id"].replace("_", "-")} if marks else made


def answer(name, source):
    return cell(source, grade_id=f"{name}_solution", solution=True, grade=False, locked=False)


def graded(name, source):
    return cell(source, grade_id=name, solution=False, grade=True, locked=True, points=1)


class Student:
    """Writes a notebook and its handout, and rehearses it."""

    def __init__(self, folder, handout):
        self.folder, self.handout = folder, handout

    def write(self, cells, assignment=START, originals=None):
        stub = originals or [
            {**one, "source": "# Your code here."} if notebooks.marks(one).get("solution") else one
            for one in cells
        ]
        for folder, content in ((self.folder, cells), (self.handout, stub)):
            folder.mkdir(exist_ok=True)
            path = folder / f"{assignment}.ipynb"
            path.write_text(json.dumps({"cells": content, "metadata": {}}), encoding="utf-8")
        return notebooks.read(self.folder / f"{assignment}.ipynb")

    def rehearse(self, cells, assignment=START, originals=None, **limits):
        notebook = self.write(cells, assignment, originals)
        files, _ = submit.run_files(notebook.path, assignment, incomplete=True)
        return rehearsal.rehearse(notebook, files, **limits)

    def start_here(self, solution=ANSWER, before=(), after=(), **limits):
        """Rehearses 00_start_here with an answer and more cells around it."""
        middle = [answer("channel_means", solution), graded("channel_means", ASKED)]
        cells = [cell(SETUP), *map(cell, before), *middle, *map(cell, after)]
        return self.rehearse(cells, **limits)


@pytest.fixture
def student(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "HANDOUT", tmp_path / "handout")
    monkeypatch.setattr(notebooks, "CLONE", tmp_path)
    for name in ("COURSE_DATA", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_BUDGET", "quick")
    return Student(tmp_path / "notebooks", tmp_path / "handout")


# ---- as the grader runs it -----------------------------------------------------------------------


def test_a_right_notebook_ends_with_what_the_grader_would_see(student):
    text = student.start_here().text()
    assert "nothing went wrong" in text
    assert text.endswith("1 of 1 exercises are written.")


def test_the_kernel_has_the_variables_that_the_grader_sets(tmp_path):
    ours = rehearsal.environment(tmp_path, "shapes")
    assert grading_environment(rehearsal.THREADS).items() <= ours.items()
    assert load_settings().Asking.get("threads", rehearsal.THREADS) == rehearsal.THREADS


def test_the_limits_are_the_graders():
    assert load_settings().Execute.timeout == rehearsal.CELL_SECONDS
    assert Sandbox().seconds == rehearsal.NOTEBOOK_SECONDS


@pytest.mark.ci
def test_the_kernel_sees_the_handed_in_runs_and_no_other_file(student, tmp_path):
    run = student.folder / f"{VARIANT}.run"
    run.mkdir(parents=True)
    runs.Run(run, data="shapes", steps=1, losses=[[0, 2.3]]).save()
    (run / runs.WEIGHTS).write_bytes(runs.HDF5)
    (run / "notes.txt").write_text("not handed in")
    (student.folder / "helper.py").write_text("")
    seen = tmp_path / "seen"
    look = f"import os; open({str(seen)!r}, 'w').write(repr(sorted(os.walk('.'))))"
    student.rehearse([cell(look)], VARIANT, [cell(look)])
    assert eval(seen.read_text()) == [
        (".", [f"{VARIANT}.run"], []),
        (f"./{VARIANT}.run", [], [runs.RECORD, runs.WEIGHTS]),
    ]


@pytest.mark.ci
@pytest.mark.parametrize("assignment", assignments())
def test_no_exercise_is_asked_more_than_the_grader_asks(tmp_path, assignment):
    tasks = exercises.tasks(assignment)
    asked = rehearsal.ask(tmp_path, tasks)
    assert {name for name, _ in asked} == set(tasks)
    assert all(case < tasks[name].cases for name, case in asked)


@pytest.mark.ci
@pytest.mark.parametrize("assignment", assignments())
def test_a_rehearsal_asks_public_questions_only(tmp_path, assignment):
    tasks = exercises.tasks(assignment)
    for name, case in rehearsal.ask(tmp_path, tasks):
        question = exchange.read(exchange.question_file(tmp_path, name, case), 1_000_000_000)
        public, _ = public_question(tasks[name], case)
        assert set(question) == {*public, SEED}
        for part in public:
            np.testing.assert_array_equal(question[part], public[part])


@pytest.mark.ci
def test_nothing_is_left_of_a_rehearsal(student, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    student.start_here()
    assert not list((tmp_path / "scratch").glob("rehearsal-*"))


def test_an_exercise_that_is_not_written_is_counted_and_not_blamed(student):
    found = student.start_here("# Your code here.")
    assert (found.written, found.exercises, found.answered) == (0, 1, [])


@pytest.mark.ci
def test_the_last_cell_of_a_notebook_does_not_rehearse_again(student):
    last = f'from course_utils import submit\nsubmit.hand_in("{START}")'
    assert not student.start_here(after=[last]).problems


@pytest.mark.ci
def test_tags_that_would_skip_a_cell_count_for_nothing(student):
    asked = graded("channel_means", ASKED)
    asked["metadata"]["tags"] = ["skip-execution"]
    found = student.rehearse([cell(SETUP), answer("channel_means", ANSWER), asked])
    assert not found.answered[0].problem


@pytest.mark.ci
def test_a_changed_graded_cell_is_asked_as_it_was_handed_out(student):
    originals = [cell(SETUP), answer("channel_means", "#"), graded("channel_means", ASKED)]
    mine = [
        cell(SETUP),
        answer("channel_means", ANSWER.replace("channel_means", "mine")),
        graded("channel_means", 'check("channel_means", mine)'),
    ]
    found = student.rehearse(mine, originals=originals)
    assert "NameError: name 'channel_means' is not defined" in found.problems[0]


@pytest.mark.ci
def test_a_graded_cell_that_is_gone_is_asked_all_the_same(student):
    originals = [cell(SETUP), answer("channel_means", "#"), graded("channel_means", ASKED)]
    found = student.rehearse([cell(SETUP), answer("channel_means", ANSWER)], originals=originals)
    assert not found.answered[0].problem


# ---- what would go wrong -------------------------------------------------------------------------


def test_a_wrong_answer_is_told_as_the_check_tells_it(student):
    found = student.start_here(ANSWER.replace("(1, 2)", "(0, 1)"))
    assert found.answered[0].name == "channel_means"
    assert "Average over height and width, axes 1 and 2." in found.answered[0].problem


@pytest.mark.ci
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("print(made_in_a_deleted_cell)", "Is the cell that makes it missing, or below this one?"),
        ("import helper", "copy the code into a cell"),
        ("open('words.txt')", "Only the notebook and its runs are handed in"),
        (
            "import requests; requests.get('http://example.org')",
            "There is no network while a notebook is graded",
        ),
    ],
)
def test_what_is_missing_while_grading_is_told_with_what_to_do(student, line, said):
    problems = student.start_here(before=[line]).problems
    assert len(problems) == 1
    assert problems[0].startswith(f"Code cell 2 (`{line}`) fails: ")
    assert said in problems[0]


@pytest.mark.ci
def test_a_cell_that_ends_python_is_named(student):
    found = student.start_here(before=["import os; os._exit(1)"])
    assert found.problems[0].startswith("Python ended in Code cell 2 (`import os; os._exit(1)`)")
    assert found.answered[0].problem == "its check was not reached or gave no answer."


@pytest.mark.ci
def test_a_cell_that_takes_too_long_is_stopped_and_the_others_run(student):
    found = student.start_here(before=["import time; time.sleep(60)"], cell_seconds=3)
    assert "was stopped after 3 seconds, as the grader does. Does it train?" in found.problems[0]
    assert not found.answered[0].problem


@pytest.mark.ci
def test_a_notebook_that_takes_too_long_is_ended(student):
    found = student.start_here(before=["import time; time.sleep(60)"], notebook_seconds=3)
    assert "After 3 seconds the notebook had not come to its end." in found.problems[0]


@pytest.mark.ci
def test_a_cell_that_takes_long_each_time_is_told(student):
    found = student.start_here(before=["import time; time.sleep(1.5)"], slow_seconds=1)
    assert "takes 2 seconds each time the notebook is graded. Does it train?" in found.problems[0]


def test_many_problems_are_counted(student):
    problems = [f"problem {number}" for number in range(8)]
    text = rehearsal.Rehearsal(1, 1, [], problems).text()
    assert "- problem 4\n- and 3 more\n" in text
    assert "problem 5" not in text


def test_what_the_grader_would_see_is_beside_what_was_seen():
    answered = [rehearsal.Answered("accuracy", 62.0, 62.1, "")]
    assert (
        "5 of 6 exercises are written; the grader would see 62.0 %, you saw 62.1 %"
        in rehearsal.Rehearsal(5, 6, answered, []).text()
    )


@pytest.mark.ci
def test_a_reader_may_stop_it(student):
    code = (
        "import _thread, signal, threading; from pathlib import Path;"
        "from course_utils import notebooks, rehearsal;"
        # A shell lets what it starts in the background ignore Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "notebooks.HANDOUT = Path('handout');"
        "threading.Timer(6, _thread.interrupt_main).start();"
        f"rehearsal.rehearse(notebooks.read(Path('notebooks/{START}.ipynb')), {{}})"
    )
    student.write([cell("import time; time.sleep(100)")], originals=[cell("")])
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=student.folder.parent, capture_output=True, check=False
    )
    assert b"KeyboardInterrupt" in process.stderr


# ---- in a notebook -------------------------------------------------------------------------------


@pytest.mark.ci
def test_the_last_cell_rehearses_from_within_a_kernel(student, tmp_path, monkeypatch):
    student.folder.mkdir()
    path = student.folder / f"{START}.ipynb"
    book = whole(START, {"channel_means_solution": ANSWER})
    path.write_text(json.dumps(book), encoding="utf-8")
    last = f'from course_utils import submit\nsubmit.hand_in("{START}")'
    client = NotebookClient(
        new_notebook(cells=[new_code_cell(last)]),
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(student.folder)}},
    )
    outputs = client.execute().cells[0].outputs
    said = "".join(one.text for one in outputs if one.output_type == "stream")
    assert "1 of 1 exercises are written." in said
    assert path.with_suffix(".zip").exists()
    link = f'<a href="{START}.zip" download="{START}.zip">'
    assert any(link in one.get("data", {}).get("text/html", "") for one in outputs)


# ---- networks ------------------------------------------------------------------------------------

NETWORK = """
import keras
from course_utils import cifar10_input, data as datasets, evaluation, settings, training
from course_utils.exercises import check

def network(units=16):
    training.seed_everything(1)
    return keras.Sequential([
        keras.layers.Input((24, 24, 3)), keras.layers.AveragePooling2D(4), keras.layers.Flatten(),
        keras.layers.Dense(units, "relu"), keras.layers.Dense(10),
    ])

images, _ = datasets.visible_split("shapes", 1280)
"""
FIT = """
mine = network()
batches = cifar10_input.distorted_inputs(images.images, images.labels, seed=1)
training.fit(mine, batches, max_steps=30, run_dir="08_your_variant.run", data="shapes",
             images=1280, averages=False, progress=False)
predict = lambda images: evaluation.scores(mine, images)
"""
PREDICT = graded("accuracy", 'check("accuracy", predict)')


def variant(training):
    return [cell(NETWORK), answer("training", training), PREDICT]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run as the notebook leaves it."""
    folder = tmp_path_factory.mktemp("run")
    environment = {**os.environ, "COURSE_BUDGET": "quick"}
    subprocess.run([sys.executable, "-c", NETWORK + FIT], cwd=folder, env=environment, check=True)
    return folder / f"{VARIANT}.run"


@pytest.fixture
def trained(student, run):
    """A student who has trained a network."""
    shutil.copytree(run, student.folder / run.name)
    return student


@pytest.mark.ci
def test_the_accuracy_is_that_of_the_run_that_is_handed_in(trained):
    found = trained.rehearse(variant(FIT), VARIANT)
    assert not found.problems
    assert found.answered[0].accuracy > 10


@pytest.mark.ci
def test_a_compiled_network_is_rehearsed_like_any_other(trained):
    compiled = FIT.replace("mine = network()", "mine = network(); mine.compile('adam', 'mse')")
    found = trained.rehearse(variant(compiled), VARIANT)
    assert not found.problems
    assert found.answered[0].accuracy > 10


@pytest.mark.ci
def test_a_network_that_no_longer_fits_its_weights_is_told(trained):
    found = trained.rehearse(variant(FIT.replace("network()", "network(17)")), VARIANT)
    assert "RunError: The weights in 08_your_variant.run" in found.problems[0]
    assert "do not fit the model" in found.problems[0]


@pytest.mark.ci
def test_an_accuracy_that_is_not_the_one_that_was_seen_is_told(trained):
    shown = {
        **PREDICT,
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": "Accuracy 62.1 % on 2,000 images"}
        ],
    }
    found = trained.rehearse([*variant(FIT)[:2], shown], VARIANT)
    assert "you saw 62.1 %, and the grader would see" in found.answered[0].problem


@pytest.mark.ci
def test_training_in_the_cell_that_predicts_is_told(trained):
    again = FIT + (
        "\nsgd, x = keras.optimizers.SGD(), images.images[:, :24, :24].astype('float32')"
        "\nfor _ in range(100_000):"  # a loop of one's own: network.fit is refused at once
        "\n    mine(x)"
        "\n    sgd.apply([w * 0 for w in mine.trainable_variables], mine.trainable_variables)"
    )
    found = trained.rehearse(variant(again), VARIANT, cell_seconds=15)
    assert "was stopped after 15 seconds, as the grader does. Does it train?" in found.problems[0]
