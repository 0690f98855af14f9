"""``python -m autograder audit``: whose losses fit the code that came with them."""

import contextlib
import json
import math
import shutil
from pathlib import Path
from types import SimpleNamespace

import h5py
import nbformat
import numpy as np
import pytest

from autograder.appeals import audit, replay
from autograder.appeals import audit as curves
from autograder.appeals.rerun import RerunError
from autograder.authoring import build
from autograder.authoring.demo import RIGHT_SHIFT, SMALL_NETWORK, Student, hand_in
from autograder.course import nbgrader
from autograder.grading import record as judged
from course_utils import exchange, runs, training
from course_utils.runs import Run
from tests.autograder.conftest import command

ASSIGNMENT = "08_your_variant"
STEPS = range(0, 200, 10)


def falling(seed, start=2.3, rate=0.01, noise=0.1):
    """A loss curve as training makes it: falling, with noise."""
    rng = np.random.default_rng(seed)
    return [[step, start * math.exp(-rate * step + rng.normal(0, noise))] for step in STEPS]


def test_a_curve_fits_itself():
    alike = curves.likeness(falling(1), falling(1))
    assert (alike.ratio, alike.equal, alike.objection) == (0, 1, "")


@pytest.mark.parametrize("seed", range(2, 12))
def test_another_seeds_curve_fits_too(seed):
    assert curves.likeness(falling(1), falling(seed)).objection == ""


@pytest.mark.parametrize("changes", [{"rate": 0.001}, {"rate": 0.03}, {"start": 5.0}])
def test_a_curve_of_other_code_does_not_fit(changes):
    assert "times as much as chance" in curves.likeness(falling(1, **changes), falling(2)).objection


def test_a_curve_drawn_with_a_ruler_does_not_fit():
    assert "smooth" in curves.likeness(falling(1, noise=0), falling(2)).objection


@pytest.mark.parametrize(
    "recorded", [[], falling(1)[:5], [[0, math.nan]] * 30, [[0, -1.0]] * 30, [[7, 1.0]] * 30]
)
def test_a_curve_without_comparable_steps_says_so(recorded):
    alike = curves.likeness(recorded, falling(2))
    assert "can be compared" in alike.objection


def answer(curve, **settings):
    run = Run(Path("x"), data="shapes", losses=curve)
    run.settings.update(settings)
    claimed = np.array([loss for _, loss in falling(9)[-10:]])  # the end of another honest curve
    return {**training.audit_answer(run), "claimed": claimed}


def test_other_settings_than_the_recorded_ones_are_named():
    run = Run(Path("x"), data="shapes", losses=falling(1), versions=runs.versions())
    one = audit.compared("ada", run, answer(falling(1), optimizer="SGD"))
    assert one.look
    assert "now gives another optimizer" in one.sentence


def test_a_record_that_fits_needs_no_look():
    run = Run(Path("x"), data="shapes", losses=falling(1), versions=runs.versions())
    one = audit.compared("ada", run, answer(falling(1)))
    assert not one.look
    assert "100 % of them equal" in one.sentence


@pytest.mark.parametrize(
    ("claimed", "says"),
    [
        (np.zeros(0), "do not fit the network"),
        (np.full(10, np.nan), "not finite"),
        (np.array([loss for _, loss in falling(2, start=2.3, rate=0)[:10]]), "its weights have"),
    ],
)
def test_weights_that_have_not_the_loss_that_the_run_ends_with_are_named(claimed, says):
    run = Run(Path("x"), data="shapes", losses=falling(1), versions=runs.versions())
    one = audit.compared("ada", run, {**answer(falling(1)), "claimed": claimed})
    assert one.look
    assert says in one.sentence


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"steps": np.zeros(3), "losses": np.zeros(2), "settings": np.array("{}")},
        {"steps": np.zeros((2, 2)), "losses": np.zeros((2, 2)), "settings": np.array("{}")},
        {"steps": np.zeros(3), "losses": np.zeros(3), "settings": np.array("[" * 10_000)},
        {"steps": np.array([math.nan]), "losses": np.zeros(1), "settings": np.array("{}")},
        {"steps": np.zeros(3), "losses": np.array("text"), "settings": np.array(7)},
    ],
)
def test_a_forged_answer_is_a_sentence(forged):
    one = audit.compared("ada", Run(Path("x"), losses=falling(1)), forged)
    assert one.look
    assert "no loss curve" in one.sentence


def test_an_audit_is_wanted_of_the_named_run_while_grading_only(monkeypatch):
    monkeypatch.setenv(exchange.AUDIT_VARIABLE, "a.run:50")
    assert exchange.audit_wanted("a.run") is None
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert exchange.audit_wanted("b.run") is None
    wanted = exchange.audit_wanted("somewhere/a.run")
    assert (wanted.steps, wanted.folder.name) == (50, "a.run")
    wanted.folder.parent.rmdir()


def test_adopted_weights_are_named_as_not_repeatable(tmp_path, monkeypatch):
    run = Run(tmp_path / f"{ASSIGNMENT}.run", data="shapes", settings={"adopted": "model.fit"})
    run.save()
    (run.directory / runs.WEIGHTS).write_bytes(runs.HDF5)

    @contextlib.contextmanager
    def taken(*arguments):
        yield SimpleNamespace(folder=tmp_path, notebook=None)

    monkeypatch.setattr(audit.rerun, "taken", taken)
    one = audit.retrained(tmp_path, ASSIGNMENT, "ada", 100)
    assert one.look
    assert one.sentence.startswith("not repeatable: its weights were adopted")
    assert "The run says: 'model.fit'." in one.sentence


@pytest.mark.parametrize(
    ("machine", "images", "budget"),
    [
        ({"budget": "full"}, 1, "full"),
        ({"budget": "forged; rm"}, 3_200, "quick"),
        ({"budget": ["x"]}, 48_000, "laptop"),
        ({}, 3_200, "quick"),
    ],
)
def test_the_budget_of_a_run_is_what_it_says_or_what_its_images_tell(machine, images, budget):
    assert audit.budget_of(Run(Path("x"), machine=machine, images=images)) == budget


def test_the_table_holds_no_formula_and_no_terminal_command():
    record = {"student": "=1+1\x1b[2J", "assignment": ASSIGNMENT, "data": "shapes", "tasks": {}}
    table = "\n".join(audit.accuracy_table([record]))
    assert "'=1+1" in table
    assert "\x1b" not in table


# Real trainings in real kernels


class Audited:
    """A class whose members hand in the same run, some of them with something changed."""

    def __init__(self, graded, honest):
        self.graded, self.honest = graded, honest

    def hand_in(self, student, before="", after="", **record):
        folder = self.graded.course / "submitted" / student / ASSIGNMENT
        shutil.copytree(self.honest, folder)
        path = folder / f"{ASSIGNMENT}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if before and before in cell.source:
                cell.source = cell.source.replace(before, after)
        path.write_bytes(build.as_bytes(notebook))
        record_path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
        made = json.loads(record_path.read_text())
        record_path.write_text(json.dumps({**made, **record}))
        return made

    def spoil(self, student):
        """Replace the weights of a student's run by those of no training."""
        folder = self.graded.course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.run"
        for name in (runs.WEIGHTS, runs.AVERAGES):
            with h5py.File(folder / name, "r+") as file:
                file.visititems(lambda _, one: _scatter(one) if hasattr(one, "shape") else None)

    def audit(self, *arguments):
        return command(self.graded.course, "audit", ASSIGNMENT, *arguments)


def _scatter(values):
    """Change the numbers of a stored array a lot."""
    values[...] = values[...] + np.random.default_rng(1).normal(0, 0.3, values.shape)


@pytest.fixture(scope="module")
def audited(new_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("honest")
    solutions = {**RIGHT_SHIFT, "inference_solution": SMALL_NETWORK}
    packed = hand_in(Student("honest", solutions), folder / "work")
    shutil.unpack_archive(packed, folder / "packed")
    audited = Audited(new_class(), folder / "packed")
    made = audited.hand_in("honest")
    audited.hand_in("other_rate", "warmup_target=0.003", "warmup_target=0.00001")
    losses = [[step, 2.3 * 0.9 ** (step / 10)] for step, _ in made["losses"]]
    audited.hand_in("forged", losses=losses)
    versions = {**made["versions"], "tensorflow": "2.99.0"}
    raises = "network = inference()", "raise RuntimeError('no network')"
    audited.hand_in("raises", *raises, versions=versions)
    audited.hand_in("other_weights")
    audited.spoil("other_weights")
    assert audited.graded.grade(ASSIGNMENT) == 0, audited.graded.log
    return audited


@pytest.mark.ci
def test_an_honest_run_fits_and_others_are_named(audited):
    points = audited.graded.score("honest", ASSIGNMENT)
    process = audited.audit("--sample", "5", "--steps", "100", "--seed", "1")
    assert process.returncode == 0, process.stderr
    lines = {
        line.split()[1].rstrip(":"): line
        for line in process.stdout.splitlines()
        if line.startswith(("fits", "look"))
    }
    assert lines["honest"].startswith("fits"), process.stdout
    assert lines["other_rate"].startswith("look"), process.stdout
    assert "another optimizer" in lines["other_rate"]
    assert lines["forged"].startswith("look"), process.stdout
    assert "no network" in lines["raises"]  # whoever carries a run can be drawn
    assert "its weights have" in lines["other_weights"], process.stdout
    assert "handed in by others" in process.stdout  # all of them hand in one run
    assert "not a verdict" in process.stdout
    assert audited.graded.score("honest", ASSIGNMENT) == points


@pytest.mark.ci
def test_both_accuracies_are_recorded_while_grading(audited):
    measured = judged.read_record(audited.graded.course, ASSIGNMENT, "honest")["tasks"]["accuracy"]
    assert measured["measured"]["hidden_count"] == 4_000
    assert measured["measured"]["visible_count"] == 1_000
    assert "4,000 images" in measured["findings"][0]["sentence"]


@pytest.mark.ci
def test_feedback_names_versions_that_differ_from_the_graders(audited):
    process = nbgrader(
        "generate_feedback", ASSIGNMENT, "--student=raises", course=audited.graded.course
    )
    assert process.returncode == 0, process.stderr
    here = runs.versions()["tensorflow"]
    page = audited.graded.feedback("raises", ASSIGNMENT)
    assert f"made with tensorflow 2.99.0 (here {here})" in page


@pytest.mark.ci
def test_a_predictors_question_is_replayed_with_the_same_accuracies(audited):
    shown = replay.replay(audited.graded.course, ASSIGNMENT, "honest", "accuracy")
    measured = judged.read_record(audited.graded.course, ASSIGNMENT, "honest")["tasks"]["accuracy"]
    accuracy = measured["measured"]["hidden_accuracy"]
    assert f"hidden: {100 * accuracy:.2f} % of 4,000 images" in shown
    assert f"Now: {measured['points']:g} of 8" in shown


@pytest.mark.ci
@pytest.mark.parametrize(
    ("assignment", "sample", "steps", "says"),
    [
        (ASSIGNMENT, 1, 10, "--steps at least 80"),
        (ASSIGNMENT, -1, 100, "--sample at least 0"),
        ("00_start_here", 1, 100, "carry no run"),
        ("77_other", 1, 100, "no assignment '77_other'"),
    ],
)
def test_what_cannot_be_audited_is_a_sentence(audited, assignment, sample, steps, says):
    with pytest.raises(RerunError, match=says):
        list(audit.audit(audited.graded.course, assignment, sample, steps))
