"""A run's record is written whole, read carefully, and needs no TensorFlow."""

import json
import math
import subprocess
import sys
from importlib import metadata

import pytest

import course_utils
from course_utils import runs
from course_utils.runs import Run, RunError


@pytest.fixture
def run(tmp_path):
    return Run(
        directory=tmp_path / "a.run",
        data="shapes",
        data_source="drawn",
        images=500,
        steps=20,
        batch_size=32,
        seed=3,
        parameters=1234,
        losses=[[0, 2.5], [10, 1.25]],
        learning_rates=[[0, 0.1]],
        accuracies=[[20, 0.5]],
        seconds=1.5,
        images_per_second=400.0,
        finished=True,
        versions=runs.versions(),
        machine=runs.machine(),
    )


def test_what_is_saved_is_what_is_loaded(run):
    run.save()
    assert runs.load(run.directory) == run


def test_a_moved_run_is_found_where_it_lies(run, tmp_path):
    run.save()
    run.directory.rename(tmp_path / "b.run")
    assert runs.load(tmp_path / "b.run").directory == tmp_path / "b.run"


def test_saving_leaves_one_file_and_replaces_the_record(run):
    run.save()
    run.steps = 30
    run.save()
    assert [path.name for path in run.directory.iterdir()] == ["run.json"]
    assert runs.load(run.directory).steps == 30


def test_the_record_is_standard_json_even_when_the_loss_is_not_a_number(run):
    run.losses.append([20, math.nan])
    run.save()
    text = (run.directory / "run.json").read_text()
    assert "NaN" not in text
    assert json.loads(text)["losses"][-1] == [20, None]
    assert math.isnan(runs.load(run.directory).losses[-1][1])


def test_the_record_states_its_format(run):
    run.save()
    assert json.loads((run.directory / "run.json").read_text())["format"] == 1


def test_the_curves_keep_seven_digits(run):
    run.record(30, 1.2345678912, 0.10000000149011612)
    assert run.losses[-1] == [30, 1.234568]
    assert run.learning_rates[-1] == [30, 0.1]


def test_the_record_of_a_million_steps_can_be_loaded(run):
    run.losses = [[step, 1.234567] for step in range(0, 10**6, 10)]
    run.learning_rates = [[step, 0.1] for step in range(0, 10**6, 10)]
    run.save()
    assert runs.load(run.directory) == run


def test_no_run_is_a_sentence(tmp_path):
    with pytest.raises(RunError, match=r"No run was found in the folder .*Train there first"):
        runs.load(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 2}', "[" * 100_000, "\xff"])
def test_a_broken_record_is_a_sentence(run, text):
    run.save()
    (run.directory / "run.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(RunError, match=r"run\.json .*train again in a new folder"):
        runs.load(run.directory)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", -1),
        ("steps", "20"),
        ("steps", True),
        ("seconds", None),
        ("finished", 1),
        ("losses", [[1, 2, 3]]),
        ("losses", [1]),
        ("losses", [["a", 1]]),
        ("versions", []),
    ],
)
def test_an_impossible_entry_is_named(run, name, value):
    run.save()
    path = run.directory / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))
    with pytest.raises(RunError, match=f'"{name}"'):
        runs.load(run.directory)


def test_a_missing_entry_is_named(run):
    run.save()
    path = run.directory / "run.json"
    record = json.loads(path.read_text())
    del record["seed"]
    path.write_text(json.dumps(record))
    with pytest.raises(RunError, match='does not say "seed"'):
        runs.load(run.directory)


def test_a_run_over_twenty_megabytes_is_refused(run):
    run.save()
    with (run.directory / runs.WEIGHTS).open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(RunError, match=r"too big: .* 20\.0 MB together and may have 20 MB"):
        runs.load(run.directory)


def test_the_checkpoint_does_not_count(run):
    run.save()
    (run.directory / runs.CHECKPOINT).mkdir()
    with (run.directory / runs.CHECKPOINT / "ckpt-1").open("wb") as file:
        file.truncate(50_000_000)
    runs.load(run.directory)


def test_versions_name_everything_that_decides_a_result():
    assert set(runs.versions()) == {"python", "tensorflow", "keras", "numpy", "course_utils"}
    assert "unknown" not in runs.versions().values()


def test_a_run_says_the_version_of_the_course_without_its_being_installed(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert runs.versions()["course_utils"] == course_utils.__version__


def test_reading_a_run_imports_neither_tensorflow_nor_numpy():
    code = (
        "import sys; from course_utils import runs; runs.versions(); runs.machine();"
        "assert not {'tensorflow', 'keras', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def with_weights(run):
    run.save()
    (run.directory / runs.WEIGHTS).write_bytes(runs.HDF5)
    return run


def test_a_run_with_steps_losses_and_weights_shows_a_training(run):
    with_weights(run)
    assert runs.load_trained(run.directory) == run


def test_a_run_without_weights_shows_none(run):
    run.save()
    with pytest.raises(RunError, match=r"weights .* are missing"):
        runs.load_trained(run.directory)


@pytest.mark.parametrize("changes", [{"steps": 0}, {"losses": []}])
def test_a_run_without_a_step_shows_none(run, changes):
    vars(run).update(changes)
    with_weights(run)
    with pytest.raises(RunError, match="no step"):
        runs.load_trained(run.directory)


def test_weights_behind_a_link_are_not_read(run, tmp_path):
    with_weights(run)
    (run.directory / runs.WEIGHTS).rename(tmp_path / "others")
    (run.directory / runs.WEIGHTS).symlink_to(tmp_path / "others")
    with pytest.raises(RunError, match="no regular file"):
        runs.load_trained(run.directory)


def test_a_record_from_before_there_were_ids_is_read(run):
    run.save()
    path = run.directory / runs.RECORD
    record = json.loads(path.read_text())
    del record["id"]
    path.write_text(json.dumps(record))
    assert runs.load(run.directory).id == ""
