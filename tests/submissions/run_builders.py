"""Builders of the runs that attacks on ``08_your_variant`` carry; see ``builders.py``."""

import io
import json
import os
import pickle
import zipfile
from pathlib import Path

from course_utils import exercises, runs
from tests.submissions.zoo import VARIANT

MARKUP = "<script>alert('zoo')</script><img src=x onerror=alert(1)>\x1b]0;ZOO\x07"


def _run(folder: Path) -> Path:
    run = folder / f"{VARIANT}.run"
    run.mkdir(exist_ok=True)
    return run


def deep_record(folder, notebook, values):
    (_run(folder) / "run.json").write_text('{"data": ' + "[" * 100_000 + "]" * 100_000 + "}")
    return notebook


def huge_record(folder, notebook, values):
    (_run(folder) / "run.json").write_text('{"data": "' + "x" * 60_000_000 + '"}')
    return notebook


def odd_record(folder, notebook, values):
    (_run(folder) / "run.json").write_text(
        '{"data": NaN, "steps": 1e999, "seed": ' + "9" * 4_000 + ', "versions": [Infinity], '
        '"losses": [[0, NaN], "x", {}], "machine": null, "finished": "yes", "format": -1}'
    )
    return notebook


def record_is_pipe(folder, notebook, values):
    os.mkfifo(_run(folder) / "run.json")
    return notebook


def record_is_link(folder, notebook, values):
    (_run(folder) / "run.json").symlink_to(Path(values["COURSE"]) / ".secret")
    return notebook


def record_of_markup(folder, notebook, values):
    record = {"data": MARKUP, "versions": {"tensorflow": MARKUP, "numpy": MARKUP, MARKUP: "1"}}
    (_run(folder) / "run.json").write_text(json.dumps(record))
    return notebook


class _Vandal:
    def __init__(self, course: str):
        self.course = course

    def __reduce__(self):
        return (os.system, (f"touch {self.course}/submitted/zoo-pickle",))


def pickled_weights(folder, notebook, values):
    for name in ("run.json", "weights.weights.h5", "averages.weights.h5", "model.pkl"):
        path = _run(folder) / name
        path.write_bytes(pickle.dumps(_Vandal(values.get("COURSE", "/nowhere"))))
    return notebook


def network_with_code(folder, notebook, values):
    # A .keras archive under the name of a weights' file, its configuration with a Lambda of code.
    code = f"import os; os.system('touch {values.get('COURSE')}/submitted/zoo-lambda')"
    content = io.BytesIO()
    layer = {"class_name": "Lambda", "config": {"function": ["code", code]}, "module": "keras"}
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Sequential", "config": [layer]}))
        archive.writestr("metadata.json", "{}")
    for name in ("weights.weights.h5", "averages.weights.h5", "model.keras"):
        (_run(folder) / name).write_bytes(content.getvalue())
    return notebook


def weights_by_external_link(folder, notebook, values):
    import h5py

    neighbour = (
        Path(values["COURSE"]) / "submitted" / "honest-report_lenet" / VARIANT / f"{VARIANT}.run"
    )
    for name in ("weights.weights.h5", "averages.weights.h5"):
        path = _run(folder) / name
        path.unlink(missing_ok=True)
        with h5py.File(path, "w") as file:
            for part in ("layers", "vars", "optimizer"):
                file[part] = h5py.ExternalLink(str(neighbour / name), f"/{part}")
    return notebook


def weights_bomb(folder, notebook, values):
    import h5py

    for name in ("weights.weights.h5", "averages.weights.h5"):
        path = _run(folder) / name
        path.unlink(missing_ok=True)
        with h5py.File(path, "w") as file:
            kernel = file.create_group("layers/dense/vars")
            shape, chunks = (10**6, 250_000), (1000, 1000)
            kernel.create_dataset("0", shape, "f4", chunks=chunks, compression="gzip")
            kernel.create_dataset("1", (10,), "f4")
    return notebook


def one_key_runs(folder, notebook, values):
    """Put a record that names a data set, and nothing else, into the folder of each run."""
    for name, data in runs_and_data(values["ASSIGNMENT"]):
        (folder / name).mkdir()
        (folder / name / "run.json").write_text(json.dumps({"data": data}))
    return notebook


def made_up_runs(folder, notebook, values):
    """Put runs that pass for trained ones into the submission; no network has their weights."""
    import h5py

    for number, (name, data) in enumerate(runs_and_data(values["ASSIGNMENT"])):
        run = runs.Run(folder / name, data, "made up", 8_000, 100, seed=number, finished=True)
        run.batch_size, run.parameters, run.seconds = 128, 30_730, 12.5
        run.losses = [[step, 2.5 - 0.01 * step] for step in range(0, 100, 10)]
        run.learning_rates = [[step, 0.1] for step in range(0, 100, 10)]
        run.versions, run.id = runs.versions(), f"{number:032x}"
        run.save()
        with h5py.File(folder / name / runs.WEIGHTS, "w") as file:
            file["layers/dense/vars/0"] = [float(number)] * 10
    return notebook


def runs_and_data(assignment):
    """The folders of the runs that an assignment rests on, and the data set of each."""
    data = exercises.choices(assignment)[0]
    return [(name, data) for name in exercises.runs_needed(assignment)]


def stolen_run(folder, notebook, values):
    neighbour = Path(values["COURSE"]) / "submitted" / "honest-report_lenet" / VARIANT
    (folder / f"{VARIANT}.run").symlink_to(neighbour / f"{VARIANT}.run")
    return notebook
