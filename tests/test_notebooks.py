"""Every notebook runs headless from top to bottom, as an instructor's and as a student's.

In the quick budget, on the embedded data and on real data. What it took is printed as a table at
the end. Only the notebooks that need no TensorFlow run without the mark ``ci``.
"""

import os
import re
import shutil
import time

import psutil
import pytest
from nbclient import NotebookClient

from autograder import course
from autograder.authoring.rehearse import notebook
from course_utils import exercises
from course_utils.exercises.kit.task import PARTLY, PASSED
from tests.conftest import TIMES
from tests.exercises.answering import made_once

ASSIGNMENTS = course.assignments()
FAST = ("00_start_here", "01_softmax")
LONG = (
    "02_first_cnn",
    "05_training",
    "06_evaluation",
    "07_devices",
    "08_your_variant",
    "09_your_data",
)
REAL = "cifar10,mnist"
ALL = [
    pytest.param(name, marks=[] if name in FAST else [pytest.mark.ci], id=name)
    for name in ASSIGNMENTS
]
# Where time is short, the grader alone runs these as handed out: see test_every_notebook.py.
HANDED_OUT = [
    pytest.param(*one.values, id=one.id, marks=[pytest.mark.slow] if one.id in LONG else one.marks)
    for one in ALL
]
# On real data the student's version takes as long as the instructor's and shows little more, and
# five notebooks use them as others do: the digits as 01, the photographs as 03 and 08.
ALIKE_ON_REAL_DATA = ("02_first_cnn", "04_model", "05_training", "06_evaluation", "07_devices")
ON_REAL_DATA = [
    pytest.param(
        name,
        solutions,
        id=f"{name}-{version}",
        marks=[pytest.mark.slow] if version == "student" or name in ALIKE_ON_REAL_DATA else [],
    )
    for name in ASSIGNMENTS
    if set(exercises.choices(name)) & set(REAL.split(","))
    for version, solutions in (("instructor", None), ("student", {}))
]


def execute(assignment, solutions, folder, **environment):
    """Run a notebook in a kernel of its own; returns it and all its errors by cell id."""
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    client = NotebookClient(
        notebook(assignment, solutions),
        timeout=300,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    started, before = time.monotonic(), processor_seconds()
    done = client.execute(env={**kept, "COURSE_BUDGET": "quick", **environment})
    done.metadata["assignment"] = assignment
    version = "instructor" if solutions is None else "student"
    TIMES[assignment, version, environment.get("COURSE_DATA", "embedded")] = (
        time.monotonic() - started,
        processor_seconds() - before,
    )
    errors = {
        cell.id: output
        for cell in done.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    return done, errors


def processor_seconds():
    """What this process' finished children have used: a kernel is one when its notebook is done."""
    times = psutil.Process().cpu_times()
    return times.children_user + times.children_system


@pytest.fixture(scope="module", params=ALL)
def solved(request, tmp_path_factory, trained):
    """Each notebook with its solutions, run once; what it trained is left for other tests."""
    folder = tmp_path_factory.mktemp("solved")
    done, errors = execute(request.param, None, folder)
    if not errors:
        with made_once(trained / request.param) as kept:
            for run in folder.glob("*.run") if kept else ():
                shutil.copytree(run, kept / run.name)
    return done, errors


@pytest.fixture(scope="module", params=HANDED_OUT)
def unsolved(request, tmp_path_factory):
    """Each notebook as it is handed out, run once."""
    return execute(request.param, {}, tmp_path_factory.mktemp("unsolved"))


def printed(done):
    return "".join(
        output.text
        for cell in done.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    )


def graded_ids(student):
    """The cells that a check grades; texts are graded by hand."""
    return {
        cell.id
        for cell in student.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }


def test_with_the_solutions_every_cell_runs_and_every_check_passes(solved):
    done, errors = solved
    assert not errors
    said = printed(done)  # a network that trained for seconds only earns a part
    assert said.count(PASSED) + said.count(PARTLY) == len(graded_ids(done))


def test_as_handed_out_only_graded_cells_fail_and_they_say_why(unsolved):
    done, errors = unsolved
    assert set(errors) == graded_ids(done)
    for output in errors.values():
        assert output.ename == "CheckFailed"
        assert "Traceback" not in "".join(output.traceback)
        assert len(output.evalue) > 20


# What the prose promises, by notebook: a sentence, and whether the printed numbers n(...) say so.
LESSONS = {
    "01_softmax": [
        (
            "differences to both sides are nearer than to one",
            lambda n: (
                n(r"step 0.01 .*both sides: off by (\S+)") < n(r"step 0.01 .*?off by (\S+)") / 10
            ),
        ),
        ("the gradient agrees with them", lambda n: n(r"largest disagreement: (\S+)") < 1e-6),
        ("a rate of 20 climbs", lambda n: n(r"learning rate 20: highest (\S+),") > 10),
        ("a rate of 0.01 crawls", lambda n: n(r"rate 0.01: .*at the end (\S+)") > 1.5),
        ("templates tell digits apart", lambda n: n(r"right: (\S+) % of 2,000 visible") > 88),
    ],
    "02_first_cnn": [
        (
            "a dead network's accuracy is the share of digit 0",
            lambda n: (
                n(r"hand_written: .*\n *accuracy by argmax: (\S+)")
                == n(r"share of digit 0 among the images: (\S+)")
            ),
        ),
        (
            "on logits the same network learns",
            lambda n: n(r"on_logits: .*\n *accuracy by argmax: (\S+)") > 0.4,
        ),
        ("the network learns", lambda n: n(r"precision @ 1 = (\S+) on 2,000 visible") > 0.9),
    ],
    "03_inputs": [
        ("standardising cancels brightness", lambda n: n(r"brightness \+63 .* by (\S+) \(") < 1e-5),
        ("it does not cancel contrast", lambda n: n(r"contrast, f = 0.2  .* by (\S+) \(") > 0.3),
        ("but that about one mean", lambda n: n(r"contrast about one mean.* by (\S+) \(") < 1e-4),
        (
            "a shorter queue mixes less",
            lambda n: n(r"queue of   500: +(\S+)%") > n(r"queue of 5,000: +(\S+)%"),
        ),
        ("it must not end the schedule early", lambda n: n(r"decay_steps: (\S+) and") == 136_718),
    ],
    "04_model": [
        ("the published parameters", lambda n: n(r"total +(\S+) +18,470,784") == 1_068_298),
        ("those of the other top", lambda n: n(r"total +(\S+) +19,512,576") == 2_112_970),
        ("the first loss", lambda n: abs(n(r"decay of local3 and local4: (\S+)") - 4.676) < 0.03),
        (
            "softmax twice starts at the same loss",
            lambda n: (
                abs(n(r"softmax twice: loss (\S+),") - n(r"softmax once: +loss (\S+),")) < 0.01
            ),
        ),
        ("with a far smaller gradient", lambda n: n(r"gradient is (\S+) times smaller") > 5),
    ],
    "05_training": [
        ("the first loss", lambda n: abs(n(r"first loss: (\S+)") - 4.676) < 0.03),
        ("without a ramp noise stays", lambda n: n(r"from the start: (\S+)% of the av") == 67.0),
        ("with one it does not", lambda n: n(r"with the ramp: (\S+)% of the average") < 0.1),
        ("the loss surely falls", lambda n: n(r"fall .*: (\S+) standard errors") > 3),
        (
            "Keras' fit makes the same steps",
            lambda n: (
                abs(n(r"steps 0 .* reports (\S+),") - n(r"steps 0 .* your run's losses is (\S+)"))
                < 0.01
            ),
        ),
        (
            "a rate ten times too large kills report A's network",
            lambda n: n(r"\n0.01  .*last losses (\S+), dead") > n(r"\n0.001  .*last losses (\S+),"),
        ),
        ("its units are dead", lambda n: n(r"\n0.01  .*dead hidden units (\S+)%") > 80),
        (
            "a tenth of the right rate crawls",
            lambda n: n(r"\n0.0001  .*losses (\S+),") > n(r"\n0.001  .*losses (\S+),") + 0.2,
        ),
        (
            "batch normalisation learns faster",
            lambda n: n(r"\n0.001, batch.*losses (\S+),") < n(r"\n0.001  .*losses (\S+),") - 0.2,
        ),
        (
            "and makes the large rate harmless",
            lambda n: n(r"\n0.01, batch norm .*last losses (\S+),") < 1.9,
        ),
        ("a rate of 100 is loud", lambda n: n(r"loss = \w+ at step (\S+)\.") < 20),
    ],
    "06_evaluation": [
        ("wrapping moves the third digit", lambda n: n(r"are all right: (\S+)\n") - 0.86 < 0.01),
        (
            "pairing makes the error smaller",
            lambda n: n(r"same images: +(\S+)") < n(r"t images: (\S+)"),
        ),
        ("averages help", lambda n: n(r"constant: averages minus raw (\S+) points") > 2),
        (
            "less so with an annealed rate",
            lambda n: (
                n(r"annealed: averages minus raw (\S+) points")
                < n(r"constant: averages minus raw (\S+) points") / 2
            ),
        ),
        ("one look is fair", lambda n: abs(n(r"one network: +(\S+) points")) < 1),
        ("the best of many is too good", lambda n: n(r"best of 77: +(\S+) points") > 1),
        (
            "fresh images cost points",
            lambda n: (
                n(r"constant, averages: .*visible images, (\S+) %")
                < n(r"constant, averages: (\S+) % on visible") - 4
            ),
        ),
    ],
    "07_devices": [
        (
            "the halves' average is the whole gradient",
            lambda n: n(r"their average from the whole gradient: (\S+)") < 1e-4,
        ),
        ("the halves disagree", lambda n: n(r"gradients from each other: (\S+)") > 0.5),
        ("a mean of means is off", lambda n: n(r"plain average .*gradient: +(\S+)") > 0.1),
        ("the weighted one is not", lambda n: n(r"weighted average from .*: (\S+)") < 1e-4),
        (
            "towers change what batch normalisation gives",
            lambda n: n(r"they change by (\S+) \(root") > 0.01,
        ),
        ("two towers train alike", lambda n: n(r"two towers: last .* at most (\S+) from") < 1e-4),
        (
            "so do two replicas",
            lambda n: n(r"two replicas: last .* at most (\S+) from") < 1e-4,
        ),
        (
            "gradients of two towers are one update old",
            lambda n: 0.7 < n(r"; (\S+) on average") < 2,
        ),
        (
            "which costs little at a small rate",
            lambda n: (
                abs(n(r"rate 0.01: .* (\S+) on two") - n(r"rate 0.01: .* (\S+) on one")) < 0.1
            ),
        ),
        (
            "and more at a large one",
            lambda n: n(r"rate  0.1: .* (\S+) on two") - n(r"rate  0.1: .* (\S+) on one") > 0.08,
        ),
        ("processes agree", lambda n: n(r"between the processes' weights: (\S+)") == 0),
        ("and with one process", lambda n: n(r"difference to one process: (\S+)") < 1e-5),
    ],
    "08_your_variant": [
        (
            "the linear classifier is far from good",
            lambda n: 0.2 < n(r"precision @ 1 = (\S+)") < 0.4,
        ),
        ("the reshape takes 16 images for a row", lambda n: n(r"images reshaped: +\((\d+),") == 8),
        ("a fresh normalisation passes all on", lambda n: n(r"fresh, not .*, sd (\S+)") > 2.9),
        ("after 41 batches it knows them", lambda n: abs(n(r"41 batches.*, sd (\S+)") - 1) < 0.1),
        (
            "a bottleneck saves most of the work",
            lambda n: n(r"channels: +(\S+) mul") > 8 * n(r"inside 64: +(\S+)\n"),
        ),
    ],
    "09_your_data": [
        (
            "mirroring costs points",
            lambda n: n(r"difference: (\S+) ±") > 2 * n(r"difference: \S+ ± (\S+) points"),
        ),
        (
            "most of all on 2 and 5",
            lambda n: (
                n(r"plain: .* on 2 and 5 (\S+),") - n(r"mirrored: .* on 2 and 5 (\S+),")
                > n(r"plain: .* the others (\S+)") - n(r"mirrored: .* the others (\S+)")
            ),
        ),
        (
            "the same weights are worse at another size",
            lambda n: n(r"32 × 32: .* = (\S+)") > n(r"48 × 48: .* = (\S+)") + 0.05,
        ),
        (
            "twins on both sides inflate the precision",
            lambda n: (
                n(r"files at random: .* = (\S+) on") > n(r"whole scenes: .* = (\S+) on") + 0.2
            ),
        ),
        ("few images are learnt by heart", lambda n: n(r"training images: .* = (\S+)") == 1),
        ("which is no help with new ones", lambda n: n(r"\nvisible images: .* = (\S+)") < 0.75),
    ],
}


def test_the_printed_numbers_say_what_the_prose_says(solved):
    done, _ = solved
    text = printed(done)

    def number(pattern):
        found = re.search(pattern, text)
        assert found, f"nothing printed matches {pattern}"
        return float(found[1].replace(",", ""))

    for sentence, holds in LESSONS.get(done.metadata["assignment"], []):
        assert holds(number), sentence


def test_nothing_is_written_to_standard_error(solved):
    """A student takes red text for a mistake."""
    done, _ = solved
    noise = [
        output.text
        for cell in done.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert noise == []


def test_every_figure_has_a_description(solved):
    done, _ = solved
    figures = [
        output
        for cell in done.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert figures or not any("plots.show(" in cell.source for cell in done.cells)
    for figure in figures:
        assert figure.metadata["image/png"]["alt"] in figure.data["text/plain"]


@pytest.mark.ci
@pytest.mark.parametrize(("assignment", "solutions"), ON_REAL_DATA)
def test_each_notebook_runs_on_real_data(assignment, solutions, tmp_path, real_data):
    done, errors = execute(
        assignment,
        solutions,
        tmp_path,
        COURSE_DATA=REAL,
        COURSE_DATA_DIR=str(real_data),
    )
    assert set(errors) == (graded_ids(done) if solutions == {} else set())
    assert {output.ename for output in errors.values()} <= {"CheckFailed"}
    shows = any("settings.graded_data(" in cell.source for cell in done.cells)
    if shows and assignment != "00_start_here":
        assert "official binary files" in printed(done)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_last_cell_of_code_hands_the_notebook_in(assignment):
    code = [cell.source for cell in notebook(assignment, {}).cells if cell.cell_type == "code"]
    last = f'from course_utils import submit\n\nsubmit.hand_in("{assignment}")'
    assert [source for source in code if "submit" in source] == [last] == code[-1:]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_prose_calls_nothing_easy(assignment):
    """What is easy for an author is not for a reader who is stuck."""
    for cell in notebook(assignment, {}).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\b(simply|just|easy|easily|obviously)\b", cell.source, re.I)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_hints_are_closed_where_they_are_opened(assignment):
    for cell in notebook(assignment, {}).cells:
        assert cell.source.count("<details>") == cell.source.count("</details>")
