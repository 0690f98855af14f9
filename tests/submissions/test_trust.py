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

COPIED = "copied_run"
# The cases of each way, by what a student does. The first one is graded on the cold path, too.
ROWS = {
    "answers an exercise by calling a helper that ships with the course": (
        "helpers_of_inputs",
        "helper_of_comparisons",
        "helper_of_shifts",
        "helper_of_letterboxes",
    ),
    "hands in run.json with one key and no weights": (
        "one_key_protocol",
        "one_key_training_run",
        "one_key_averages",
    ),
    "trains a token run, then calls network.fit in the predict cell": (
        "fits_in_the_predict_cell",
        "trains_on_batches",
    ),
    "hands in three untrained networks, or noise": ("three_untrained_networks", "noise"),
    "hands in one network five times, or twice": (
        "one_network_five_times",
        "one_network_twice",
        "one_network_at_three_places",
    ),
    "copies a neighbour's run, byte for byte": (COPIED,),
    "reads the test file that the sandbox itself mounts": ("public_test_files",),
}


class Graded(NamedTuple):
    """What came of one submission."""

    points: float
    text: str
    outcome: Outcome
    notebook: NotebookNode
    record: record.Record


def by_row():
    """The cases, each with its row, and on the paths that it is graded on."""
    found = {case.name: case for case in zoo.unearned()}
    return [
        pytest.param(found[name], path, id=f"{row}: {name}, {path}")
        for path in ("cold", "warm")
        for row, names in ROWS.items()
        for name in (names[:1] if path == "cold" else names)
        if found[name].wants == "points" and name != COPIED
    ]


@pytest.fixture(scope="module", autouse=True)
def _end_warm_kernels():
    """End what starts kernels warm, after the last case."""
    yield
    run.close()


@pytest.fixture(scope="module")
def graded(released_course, tmp_path_factory):
    """Grades one case, as far as it concerns the tasks that it tries to answer."""

    def graded(case, path, student="mallory", course=released_course):
        target = tmp_path_factory.mktemp("handed-in")
        zoo.hand_in(
            dataclasses.replace(case, named=student), target, {"ASSIGNMENT": case.assignment}
        )
        folder = target / "submitted" / student / case.assignment
        nb = zoo.student_notebook(case)
        tried = case.tasks.split()
        nb.cells = [cell for cell in nb.cells if grade_id(cell) is None or grade_id(cell) in tried]
        asker = Asking()
        asked = asker.ask(course, case.assignment, student, "0" * 64, folder)
        asked = asked._replace(questions=[q for q in asked.questions if q.task.name in tried])
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


def grade_id(cell):
    """The id of a graded cell; nothing of any other."""
    own = cell.metadata.get("nbgrader", {})
    return own.get("grade_id") if own.get("grade") else None


@pytest.mark.parametrize(("case", "path"), by_row())
def test_nothing_is_earned(case, path, graded):
    found = graded(case, path)
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


@pytest.mark.parametrize("path", ["cold", "warm"])
def test_no_test_file_of_a_published_set_is_in_the_sandbox(path, graded, data_folder):
    (case,) = [case for case in zoo.unearned() if case.name == "public_test_files"]
    found = printed(graded(case, path).notebook)
    assert {name for name in TRAINING_FILES if str(data_folder / name) in found} == {
        *TRAINING_FILES
    }
    assert {name for name in TEST_FILES_OF_ALL if str(data_folder / name) in found} == set()


def printed(nb):
    """What all cells of a notebook printed."""
    outputs = (output for cell in nb.cells for output in cell.get("outputs", []))
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize("path", ["cold", "warm"])
def test_a_run_that_two_students_hand_in_is_flagged_for_both(path, graded):
    (copied,) = [case for case in zoo.unearned() if case.name == COPIED]
    records = [graded(copied, path, student).record for student in ("ann", "bob")]
    found = flags.of_class(records)
    for student, other in (("ann", "bob"), ("bob", "ann")):
        assert any(flag.kind == "one run" and other in flag.others for flag in found[student])


def test_every_case_belongs_to_a_row():
    named = [name for names in ROWS.values() for name in names]
    assert sorted(named) == sorted(case.name for case in zoo.unearned())
