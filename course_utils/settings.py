"""What a run is asked to do: its budget, the data set that it is graded on, and who asks.

All of it comes from environment variables, so that whoever starts a notebook can say it.
"""

import argparse
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from course_utils.errors import CourseError

TRAIN_DIR = Path("runs") / "cifar10_train"
"""Where the tutorial's programs write and look for checkpoints, unless they are told otherwise."""
EVAL_DIR = Path("runs") / "cifar10_eval"
"""Where ``cifar10_eval`` writes its summaries, unless it is told otherwise."""
LOG_DEVICE_PLACEMENT = "print on which device TensorFlow places each operation"
"""What the flag of this name says of itself in each of the tutorial's programs."""
DTYPES = ("auto", "float32", "bfloat16")
"""What layers may compute in while they train; ``training.fit`` says what each means."""
DATA = ("shapes", "cifar10", "digits", "mnist", "numbers", "svhn")


class SettingError(CourseError):
    """A setting has a value that the course does not know; the message says which ones it does."""


NOTHING_TRAINED = (
    "Nothing is trained while a notebook is validated or graded, so Keras refuses fit and "
    "train_on_batch. Train before you hand in, with training.fit; or call them under "
    "`if not settings.execution():` and keep the weights with training.adopt(network, run_dir, "
    "how=...). Then hand in the run."
)


class NothingTrained(CourseError):
    """Keras was to train a network while a notebook is validated or graded."""


@dataclass(frozen=True)
class Budget:
    """The limits within which a notebook trains.

    Attributes:
        name: ``quick``, ``laptop`` or ``full``.
        train_seconds: The longest one training may take. In ``quick`` its steps end it long before,
            even on a busy machine: what a headless run finds must not depend on that.
        epochs: How many passes over the training images a training makes, at most.
        steps: How many steps a training makes, at most: few enough that a schedule of the learning
            rate comes to its end before the seconds do.
        images: How many training images to use, at most; ``None`` means all.
    """

    name: str
    train_seconds: float
    epochs: int
    steps: int
    images: int | None


BUDGETS = {
    "quick": Budget("quick", 240, 4, 100, 3_200),
    "laptop": Budget("laptop", 300, 15, 2_000, None),
    "full": Budget("full", 1_800, 60, 12_000, None),
}


def budget() -> Budget:
    """Return the budget that ``COURSE_BUDGET`` names, or ``laptop`` if it is unset.

    Raises:
        SettingError: It names no known budget.
    """
    name = os.environ.get("COURSE_BUDGET", "laptop")
    if name not in BUDGETS:
        raise SettingError(
            f"COURSE_BUDGET is '{name}'. Set it to one of {', '.join(BUDGETS)}, or unset it for "
            "'laptop', then restart the kernel."
        )
    return BUDGETS[name]


def graded_data(*choices: str) -> str:
    """Return the data set that a notebook is graded on, as ``COURSE_DATA`` says.

    ``COURSE_DATA`` names data sets, separated by commas: ``cifar10,mnist,svhn`` are the real ones.

    Args:
        *choices: The data sets that the notebook works on; ``shapes`` and ``cifar10`` where none
            is given.

    Returns:
        The first of ``COURSE_DATA`` that is a choice, or the first choice where none is.

    Raises:
        SettingError: ``COURSE_DATA`` names a data set that this course does not know.
    """
    choices = choices or ("shapes", "cifar10")
    named = [name.strip() for name in os.environ.get("COURSE_DATA", "").split(",") if name.strip()]
    for name in named:
        if name not in DATA:
            raise SettingError(
                f"COURSE_DATA names '{name}'. Set it to one or more of {', '.join(DATA)}, with "
                "commas between them, or unset it, then restart the kernel."
            )
    return next((name for name in named if name in choices), choices[0])


def execution() -> str:
    """Return the purpose for which nbgrader executes this notebook.

    Returns:
        ``"validate"`` while it is validated, ``"autograde"`` while it is graded, and ``""`` while
        its author or a student works with it. Nothing is trained unless it is ``""``.
    """
    return os.environ.get("NBGRADER_EXECUTION", "")


class _Keras(importlib.abc.MetaPathFinder):
    """Finds Keras as usual, once, and takes its ways to train from it as soon as it is imported."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how Keras is imported; nothing for anything else."""
        if name != "keras":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                _refuse(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def refuse_to_fit() -> None:
    """Let ``keras.Model`` train nothing in this process, if nbgrader validates or grades here.

    A run is trained before it is handed in. Where a notebook trained again while it is graded, on
    what it finds there, another network would be judged than its author has seen. An optimizer's
    ``apply`` works as ever: exercises make single steps. What a student changes back is no concern
    of this: *Validate* refuses alike, so that honest work is never surprised.
    """
    if execution() and "keras" in sys.modules:
        _refuse(sys.modules["keras"])
    elif execution() and not any(isinstance(finder, _Keras) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Keras())


def _refuse(keras: Any) -> None:
    keras.Model.fit = keras.Model.train_on_batch = _refused


def _refused(*_: Any, **__: Any) -> None:
    raise NothingTrained(NOTHING_TRAINED)


def grading_environment(threads: int) -> dict[str, str]:
    """Return the variables of every kernel that is graded: fixed threads, a quiet TensorFlow.

    Args:
        threads: How many threads it has.
    """
    return {
        "NBGRADER_EXECUTION": "autograde",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        # As course_utils sets it: TensorFlow reads it when it is imported, here or there.
        "TF_ENABLE_ONEDNN_OPTS": "1",
        "TF_NUM_INTRAOP_THREADS": str(threads),
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": str(threads),
    }


def positive(text: str) -> int:
    """Convert text from the command line to a whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not at least 1")
    return number
