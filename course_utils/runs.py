"""The record and the weights of one training run: what was trained, on what, and how it went.

A run is a folder. ``run.json`` holds what :class:`Run` says; beside it are the raw weights, the
averaged weights, and ``checkpoint/``, from which an interrupted run goes on. A submission carries
``run.json`` and the two weight files (:data:`SUBMITTED`), so that nothing is trained again while
it is graded.

Weights are checked against the model before a single one is changed. They are those of its layers
alone: whether a model was compiled, and with what, makes no difference. Keras would write the state
of the optimizer beside them. Only reading and writing weights needs Keras, and imports it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import platform
import secrets
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from course_utils import __version__
from course_utils.errors import CourseError
from course_utils.files import NotRegularError, read_regular, write_atomically

if TYPE_CHECKING:
    import keras

RECORD = "run.json"
WEIGHTS = "weights.weights.h5"
"""The weights as the last step left them."""
AVERAGES = "averages.weights.h5"
"""The moving averages of the weights, with the other variables as the last step left them."""
CHECKPOINT = "checkpoint"
WEIGHTS_SUFFIX = ".weights.h5"  # Keras asks for it
SUBMITTED = (RECORD, WEIGHTS, AVERAGES)
SIZE_LIMIT = 20 * 10**6
"""How many bytes the files of :data:`SUBMITTED` may have together."""
RECORD_LIMIT = 10 * 10**6
FORMAT = 1
ID_CHARACTERS = 32  # of a run's id
BEFORE_IDS = ("0.1.0", "0.2.0", "unknown")
"""What runs without an id say of the version of the course that made them."""
HDF5 = b"\x89HDF\r\n\x1a\n"  # how a file of weights begins

Curve = list[list[float]]


class Machine(TypedDict, total=False):
    """What decides how fast a run was; a record of an earlier version may say less.

    Attributes:
        processor: The processor's name.
        cores: How many the process might use.
        system: Such as ``Linux x86_64``.
        onednn: The value of ``TF_ENABLE_ONEDNN_OPTS``.
        budget: The value of ``COURSE_BUDGET`` while it trained.
    """

    processor: str
    cores: int | None
    system: str
    onednn: str
    budget: str


class RunError(CourseError):
    """Something is wrong with a run; the message says what, where, and what to do."""


@dataclasses.dataclass
class Run:
    """The record of a training run: what was trained, and how it went.

    Attributes:
        directory: the run's folder; not part of the record, which stays true when it is moved.
        data: name of the data set, such as ``"cifar10"``.
        data_source: where its images came from, in words.
        images: how many training images there were.
        steps: how many steps have been made, over all resumptions.
        batch_size: images per step.
        seed: the seed the caller trained with.
        parameters: how many trainable parameters the model has.
        losses: ``[step, total loss]`` pairs.
        learning_rates: ``[step, learning rate]`` pairs.
        accuracies: ``[step, precision @ 1 on the validation images]`` pairs, from 0 to 1.
        seconds: wall-clock seconds spent in training, over all resumptions.
        images_per_second: training speed, input pipeline included.
        finished: whether all steps were made.
        diverged: whether the loss stopped being finite.
        settings: the model, optimiser, averages and dtype, as text, to tell one run from another;
            of weights that ``training.adopt`` took over also ``adopted``, how they were trained.
        versions: version by package name, see :func:`versions`.
        machine: what it ran on, see :func:`machine`.
        id: drawn at random when the run began; empty of runs that were made before there were ids.
    """

    directory: Path
    data: str = ""
    data_source: str = ""
    images: int = 0
    steps: int = 0
    batch_size: int = 0
    seed: int = 0
    parameters: int = 0
    losses: Curve = dataclasses.field(default_factory=list)
    learning_rates: Curve = dataclasses.field(default_factory=list)
    accuracies: Curve = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    images_per_second: float = 0.0
    finished: bool = False
    diverged: bool = False
    settings: dict[str, str] = dataclasses.field(default_factory=dict)
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    machine: Machine = dataclasses.field(default_factory=Machine)
    id: str = ""

    @property
    def adopted(self) -> str:
        """How the weights were trained, in words, if ``training.fit`` did not do it; else ''."""
        return str(self.settings.get("adopted", ""))

    @property
    def dtype(self) -> str:
        """What its network computed in while it trained; float32 where the record does not say."""
        return "bfloat16" if self.settings.get("dtype") == "bfloat16" else "float32"

    def record(self, step: int, loss: float, learning_rate: float) -> None:
        """Add a step to the curves of loss and learning rate, to the seven digits of float32."""
        self.losses.append([step, float(f"{loss:.7g}")])
        self.learning_rates.append([step, float(f"{learning_rate:.7g}")])

    def save(self) -> Path:
        """Write ``run.json`` into the run's folder, which is created if it is missing.

        A reader finds either the old record or the new one, never half of it.

        Returns:
            The path of the file.
        """
        record = dataclasses.asdict(self)
        del record["directory"]
        for name in _CURVES:
            # JSON has no NaN: a loss that is not a finite number is written as null.
            record[name] = [[x, y if math.isfinite(y) else None] for x, y in record[name]]
        entries = {"format": FORMAT, **record}.items()
        lines = [f" {json.dumps(name)}: {json.dumps(v, allow_nan=False)}" for name, v in entries]
        text = "{\n" + ",\n".join(lines) + "\n}\n"  # one line an entry, not one a number
        directory = Path(self.directory)
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / RECORD
        with write_atomically(path) as partial:
            partial.write_text(text, encoding="utf-8")
        return path


_TYPES: dict[str, type] = {
    "data": str,
    "data_source": str,
    "images": int,
    "steps": int,
    "batch_size": int,
    "seed": int,
    "parameters": int,
    "losses": list,
    "learning_rates": list,
    "accuracies": list,
    "seconds": float,
    "images_per_second": float,
    "finished": bool,
    "diverged": bool,
    "settings": dict,
    "versions": dict,
    "machine": dict,
    "id": str,
}
_LATER = {"id": ""}  # what older records do not say
_CURVES = ("losses", "learning_rates", "accuracies")


def load(directory: str | Path) -> Run:
    """Read the record of a run.

    Args:
        directory: the run's folder.

    Returns:
        The run. A loss that was written as null comes back as NaN.

    Raises:
        RunError: if there is no run in the folder, its record cannot be read or says something
            impossible, or its files are larger than :data:`SIZE_LIMIT` together.
    """
    directory = Path(directory)
    path = directory / RECORD
    if not path.is_file():
        raise RunError(
            f"No run was found in the folder {directory}: it has no {RECORD}. Train there first, "
            "or name the folder in which you trained."
        )
    size = submitted_bytes(directory)
    if path.stat().st_size > RECORD_LIMIT or size > SIZE_LIMIT:
        raise RunError(
            f"The run in {directory} is too big: {', '.join(SUBMITTED)} have {size / 1e6:.1f} MB "
            f"together and may have {SIZE_LIMIT / 1e6:.0f} MB ({RECORD} alone "
            f"{RECORD_LIMIT / 1e6:.0f} MB). Train a smaller network, or one without averages."
        )
    try:
        record = json.loads(read_regular(path, RECORD_LIMIT))
    except (ValueError, RecursionError, OSError, NotRegularError) as error:
        raise RunError(
            f"{path} cannot be read: {error}. Restore the file, or train again in a new folder."
        ) from error
    return _checked(directory, path, record)


def _checked(directory: Path, path: Path, record: Any) -> Run:
    """Return the run that a record describes, or raise an error that names an impossible part."""
    advice = "Restore the file as training wrote it, or train again in a new folder."
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise RunError(f'{path} is not a run\'s record of "format": {FORMAT}. {advice}')
    values: dict[str, Any] = {}
    for name, kind in _TYPES.items():
        if name not in record and name in _LATER:
            continue
        if name not in record:
            raise RunError(f'{path} does not say "{name}". {advice}')
        value = record[name]
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind or (
            isinstance(value, int | float) and not 0 <= value < math.inf
        ):
            raise RunError(f'{path} says an impossible "{name}": {str(value)[:60]}. {advice}')
        values[name] = value
    for name in _CURVES:
        try:
            values[name] = [[int(x), math.nan if y is None else float(y)] for x, y in values[name]]
        except (TypeError, ValueError, OverflowError) as error:
            raise RunError(
                f'{path}: "{name}" is not a list of [step, value] pairs. {advice}'
            ) from error
    return Run(directory, **values)


def load_trained(directory: str | Path) -> Run:
    """Read the record of a run that is evidence of a training: with steps, losses and weights.

    Args:
        directory: the run's folder, which others may have filled: no link is followed, and no
            array is read.

    Returns:
        The run, as :func:`load` does.

    Raises:
        RunError: as :func:`load`; or no step was made; or the weights are missing or no such file.
    """
    run = load(directory)
    if not run.adopted and not (run.steps and run.losses):
        raise RunError(
            f"The record in {directory} says of no step that it was made. Train, then save."
        )
    weights_digest(directory)
    return run


def weights_digest(directory: str | Path) -> str:
    """Compute the SHA-256 of a run's raw weights, in hexadecimal.

    Args:
        directory: the run's folder; no link is followed.

    Raises:
        RunError: the weights are missing, or no file of weights.
    """
    path = Path(directory) / WEIGHTS
    try:
        content = read_regular(path, SIZE_LIMIT)
    except FileNotFoundError:
        raise RunError(
            f"The weights {path} are missing. Hand in the whole folder, or train again."
        ) from None
    except NotRegularError as error:
        raise RunError(f"The weights cannot be read: {error}. Train again, then save.") from None
    if not content.startswith(HDF5):
        raise RunError(f"{path} is no file of weights. Hand in the one that training wrote.")
    return hashlib.sha256(content).hexdigest()


def new_id() -> str:
    """Draw the id of a new run, which no seed repeats."""
    return secrets.token_hex(ID_CHARACTERS // 2)


def submitted_bytes(directory: str | Path) -> int:
    """Add up the bytes of the files of :data:`SUBMITTED` in a run's folder."""
    paths = [Path(directory) / name for name in SUBMITTED]
    return sum(path.stat().st_size for path in paths if path.is_file())


def versions() -> dict[str, str]:
    """Return the versions that decide a run's results, without importing the packages."""
    found = {"python": platform.python_version()}
    for name in ("tensorflow", "keras", "numpy"):
        found[name] = _version(name)
    found["course_utils"] = __version__
    return found


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"


def machine() -> Machine:
    """Return what decides a run's speed: processor, cores, system, oneDNN; no names of hosts."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "onednn": os.environ.get("TF_ENABLE_ONEDNN_OPTS", ""),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


# ---- weights -------------------------------------------------------------------------------------


def save_weights(model: keras.Model, path: str | Path) -> None:
    """Write the weights of a model's layers into a file; a reader never finds half of it.

    Args:
        model: a built model.
        path: where to write; its name ends in ``.weights.h5``. Its folder exists.
    """
    with write_atomically(Path(path)) as partial:
        _write_weights(model, partial)


def load_weights(model: keras.Model, path: str | Path) -> None:
    """Read the weights of a model's layers from a file that :func:`save_weights` wrote.

    Args:
        model: a built model of the same architecture; its optimizer stays as it is.
        path: the file.

    Raises:
        RunError: if the file is absent or damaged, or its weights do not fit the model; then the
            model is as it was. Keras itself would load a part of them, and would not mind layers
            that only the file has.
    """
    path = Path(path)
    if not path.is_file():
        raise RunError(
            f"The weights {path} are missing. Train again, or restore the file to the run's folder."
        )
    try:
        saved = _stored_shapes(path)
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise _damaged_weights(path, error) from error
    with tempfile.TemporaryDirectory() as directory:
        own = Path(directory) / f"own{WEIGHTS_SUFFIX}"
        _write_weights(model, own)
        wanted = _stored_shapes(own)
        mismatch = _first_mismatch(_without_optimizers(saved, wanted), wanted)
        if mismatch:
            raise RunError(
                f"The weights in {path} do not fit the model {model.name}: {mismatch}. The model "
                "must be built exactly as it was when these weights were trained: undo what you "
                "changed, or train the changed model in a new folder."
            )
        try:
            _read_weights(model, path)
        except Exception as error:
            _read_weights(model, own)
            raise _damaged_weights(path, error) from error


def _write_weights(model: keras.Model, path: Path) -> None:
    """Write the weights of a model's layers, and no optimizer's state."""
    import keras

    keras.saving.save_weights(model, path, objects_to_skip=_optimizers(model))


def _read_weights(model: keras.Model, path: Path) -> None:
    """Read the weights of a model's layers, and no optimizer's state."""
    import keras

    keras.saving.load_weights(model, path, objects_to_skip=_optimizers(model))


def _optimizers(model: keras.Model) -> list[keras.Optimizer]:
    """Return the optimizers that a model and the models inside it were compiled with."""
    import keras

    # Nothing public goes through every layer inside; KerasHub relies on this name, too.
    held = [value for layer in model._flatten_layers() for value in vars(layer).values()]
    return [value for value in held if isinstance(value, keras.Optimizer)]


def _damaged_weights(path: Path, error: Exception) -> RunError:
    return RunError(
        f"The weights in {path} cannot be read, the file is damaged or of another kind: "
        f"{str(error)[:200]}. Restore the file, or train again in a new folder."
    )


def _stored_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Return the shape of every array in a file of weights, by the name it is stored under."""
    import h5py

    shapes: dict[str, tuple[int, ...]] = {}

    def visit(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            shapes[name.removeprefix("layers/")] = item.shape

    with h5py.File(path) as file:
        file.visititems(visit)
    return shapes


def _without_optimizers(
    saved: dict[str, tuple[int, ...]], wanted: dict[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """Return what a file holds, less what Keras writes of the optimizer of a compiled model.

    A layer that happens to have this name is among the wanted ones and stays.
    """
    return {
        name: shape
        for name, shape in saved.items()
        if name in wanted or "optimizer" not in name.split("/")
    }


def _first_mismatch(
    saved: dict[str, tuple[int, ...]], wanted: dict[str, tuple[int, ...]]
) -> str | None:
    """Return the first difference between a file's weights and a model's in words, or None."""
    for name, shape in wanted.items():
        if name not in saved:
            return f"the model has {name} of shape {shape}, which the file lacks"
        if saved[name] != shape:
            return f"{name} has shape {shape} in the model and {saved[name]} in the file"
    for name, shape in saved.items():
        if name not in wanted:
            return f"the file has {name} of shape {shape}, which the model lacks"
    return None
