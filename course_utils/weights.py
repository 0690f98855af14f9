"""A model's weights in a file, checked against the model before a single one is changed.

They are the weights of its layers alone: whether a model was compiled, and with what, makes no
difference. Keras would write the state of the optimizer beside them.
"""

import os
import tempfile
from pathlib import Path

import h5py
import keras

from course_utils.runs import RunError

SUFFIX = ".weights.h5"


def save(model: keras.Model, path: str | Path) -> None:
    """Write the weights of a model's layers into a file; a reader never finds half of it.

    Args:
        model: a built model.
        path: where to write; its name ends in ``.weights.h5``. Its folder exists.
    """
    path = Path(path)
    temporary = path.with_name(f".{os.getpid()}{SUFFIX}")
    try:
        _write(model, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def load(model: keras.Model, path: str | Path) -> None:
    """Read the weights of a model's layers from a file that :func:`save` wrote.

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
        saved = _shapes(path)
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise _damaged(path, error) from error
    with tempfile.TemporaryDirectory() as directory:
        own = Path(directory) / f"own{SUFFIX}"
        _write(model, own)
        wanted = _shapes(own)
        mismatch = _first_mismatch(_without_optimizers(saved, wanted), wanted)
        if mismatch:
            raise RunError(
                f"The weights in {path} do not fit the model {model.name}: {mismatch}. The model "
                "must be built exactly as it was when these weights were trained: undo what you "
                "changed, or train the changed model in a new folder."
            )
        try:
            _read(model, path)
        except Exception as error:
            _read(model, own)
            raise _damaged(path, error) from error


def _write(model: keras.Model, path: Path) -> None:
    """Write the weights of a model's layers, and no optimizer's state."""
    keras.saving.save_weights(model, path, objects_to_skip=_optimizers(model))


def _read(model: keras.Model, path: Path) -> None:
    """Read the weights of a model's layers, and no optimizer's state."""
    keras.saving.load_weights(model, path, objects_to_skip=_optimizers(model))


def _optimizers(model: keras.Model) -> list[keras.Optimizer]:
    """Return the optimizers that a model and the models inside it were compiled with."""
    # Nothing public goes through every layer inside; KerasHub relies on this name, too.
    held = [value for layer in model._flatten_layers() for value in vars(layer).values()]
    return [value for value in held if isinstance(value, keras.Optimizer)]


def _damaged(path: Path, error: Exception) -> RunError:
    return RunError(
        f"The weights in {path} cannot be read, the file is damaged or of another kind: "
        f"{str(error)[:200]}. Restore the file, or train again in a new folder."
    )


def _shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Return the shape of every array in a file of weights, by the name it is stored under."""
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
    """Say where the weights in a file first differ from those of a model, if they do."""
    for name, shape in wanted.items():
        if name not in saved:
            return f"the model has {name} of shape {shape}, which the file lacks"
        if saved[name] != shape:
            return f"{name} has shape {shape} in the model and {saved[name]} in the file"
    for name, shape in saved.items():
        if name not in wanted:
            return f"the file has {name} of shape {shape}, which the model lacks"
    return None
