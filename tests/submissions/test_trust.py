"""Points that nobody earned: each way to them that was found, on the cold and on the warm path.

A case is asked, run in the real sandbox and judged by the pipeline's own stages, without the
gradebook: several assignments are graded here, one submission each.
"""

import dataclasses
from typing import NamedTuple

import pytest
from nbformat import NotebookNode

from autograder.grading import asking, flags, record
from autograder.grading.asking import Asking
from autograder.sandbox import run
from autograder.sandbox.run import Outcome
from tests.submissions import zoo

pytestmark = [pytest.mark.ci, pytest.mark.trust]

# What still earns something, by the row of what it belongs to.
HELPERS = "answers an exercise by calling a helper that ships with the course"
RECORDS = "run.json with one key and no weights"
TRAINS = "trains a token run, then calls network.fit in the predict cell"
COPIES = "one network five times, one twice"
SAME_RUN = "copies a neighbour's run, byte for byte"
TEST_FILES = "a table made from the test file that the sandbox itself mounts"
OPEN = {}


class Graded(NamedTuple):
    """What came of one submission."""

    points: float
    text: str
    outcome: Outcome
    notebook: NotebookNode
    record: record.Record


def cases(*, wants):
    """The cases that want something, marked where they still get it."""
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(strict=True, reason=OPEN[case.name])]
            if case.name in OPEN
            else [],
        )
        for case in zoo.unearned()
        if case.wants == wants
    ]


@pytest.fixture(scope="module", params=["cold", "warm"])
def path(request):
    """How kernels start."""
    yield request.param
    run.close()


@pytest.fixture(scope="module")
def graded(released_course, path, tmp_path_factory):
    """Grades one case."""

    def graded(case, student="mallory", course=released_course):
        target = tmp_path_factory.mktemp("handed-in")
        zoo.hand_in(
            dataclasses.replace(case, named=student), target, {"ASSIGNMENT": case.assignment}
        )
        folder = target / "submitted" / student / case.assignment
        nb = zoo.student_notebook(case)
        asker = Asking()
        asked = asker.ask(course, case.assignment, student, "0" * 64, folder)
        job = asker.job(asked, nb, folder, {})
        outcome = run.do(job) if path == "cold" else run.do_warm(job)
        assert not outcome.error
        assert outcome.sandboxed
        assert outcome.cold == ""
        verdicts = asking.verdicts(asked, nb, outcome)
        nb = asking.with_outputs(nb, job, outcome)
        names = {"assignment": case.assignment, "student": student}
        facts = {"data": asked.data, "digest": asked.digest, "sandboxed": True}
        resources = {"nbgrader": names, "verdicts": verdicts, "judged": facts}
        sentences = [
            text
            for verdict in verdicts.values()
            for text in (*(f.sentence for f in verdict.findings), *verdict.notes)
        ]
        return Graded(
            sum(verdict.points for verdict in verdicts.values()),
            " ".join(sentences),
            outcome,
            nb,
            record.make(nb, resources),
        )

    return graded


@pytest.mark.parametrize("case", cases(wants="points"))
def test_nothing_is_earned(case, graded):
    found = graded(case)
    assert found.points == case.grade, found.text
    assert case.says in found.text


TRAINING_FILES = (
    "cifar-10-batches-bin/data_batch_1.bin",
    "cifar-10-batches-bin/data_batch_5.bin",
    "mnist/train-images-idx3-ubyte.gz",
    "mnist/train-labels-idx1-ubyte",
    "svhn/train_32x32.mat",
    "svhn_cropped/3.1.0/svhn_cropped-train.tfrecord-00000-of-00001",
    "svhn_cropped/3.1.0/dataset_info.json",
    "cifar10_1/cifar10.1_v6_labels.npy",
)
TEST_FILES_OF_ALL = (
    "cifar-10-batches-bin/test_batch.bin",
    "cifar-10-binary.tar.gz",
    "mnist/t10k-images-idx3-ubyte.gz",
    "mnist/t10k-labels-idx1-ubyte",
    "svhn/test_32x32.mat",
    "svhn_cropped/3.1.0/svhn_cropped-test.tfrecord-00000-of-00001",
    "downloads/extracted/cifar-10-batches-py/test_batch",
)


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    """A folder with files of all published sets, training and test."""
    for name in (*TRAINING_FILES, *TEST_FILES_OF_ALL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"labels")
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    run.close()  # the process that forks has seen the folder of before
    yield tmp_path
    run.close()


@pytest.mark.parametrize("case", cases(wants="read"))
def test_no_test_file_of_a_published_set_is_in_the_sandbox(case, graded, data_folder):
    found = printed(graded(case).notebook)
    assert {name for name in TRAINING_FILES if str(data_folder / name) in found} == {
        *TRAINING_FILES
    }
    assert {name for name in TEST_FILES_OF_ALL if str(data_folder / name) in found} == set()


def printed(nb):
    """What all cells of a notebook printed."""
    outputs = (output for cell in nb.cells for output in cell.get("outputs", []))
    return "".join(output.get("text", "") for output in outputs)


def test_a_run_that_two_students_hand_in_is_flagged_for_both(graded):
    (copied,) = [case for case in zoo.unearned() if case.name == "copied_run"]
    records = [graded(copied, student).record for student in ("ann", "bob")]
    found = flags.of_class(records)
    for student, other in (("ann", "bob"), ("bob", "ann")):
        assert any(flag.kind == "one run" and other in flag.others for flag in found[student])
