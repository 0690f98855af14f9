"""The machine and its settings: budget, graded data set, and a check that everything works.

Importing this module imports no TensorFlow, so a notebook can look at the machine first.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from course_utils.errors import CourseError

DATA = ("shapes", "cifar10", "digits", "mnist", "numbers", "svhn")


class SettingError(CourseError):
    """A setting has a value that the course does not know; the message says which ones it does."""


@dataclass(frozen=True)
class Budget:
    """How long a notebook may take.

    Attributes:
        name: ``quick``, ``laptop`` or ``full``.
        train_seconds: The longest one training may take.
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
    "quick": Budget("quick", 20, 4, 100, 3_200),
    "laptop": Budget("laptop", 300, 15, 2_000, None),
    "full": Budget("full", 1_800, 60, 12_000, None),
}


def budget() -> Budget:
    """The budget that ``COURSE_BUDGET`` names, ``laptop`` where it names none.

    Raises:
        SettingError: It names no budget.
    """
    name = os.environ.get("COURSE_BUDGET", "laptop")
    if name not in BUDGETS:
        raise SettingError(
            f"COURSE_BUDGET is '{name}'. Set it to one of {', '.join(BUDGETS)}, or unset it for "
            "'laptop', then restart the kernel."
        )
    return BUDGETS[name]


def graded_data(*choices: str) -> str:
    """The data set that a notebook is graded on, as ``COURSE_DATA`` says.

    ``COURSE_DATA`` names data sets, separated by commas: ``cifar10,mnist`` is all the real ones.

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


def start_tensorflow(devices: int = 1) -> str:
    """Import TensorFlow with the settings of this course, and say what it runs on.

    While it starts, TensorFlow writes lines to standard error that no setting of its own silences
    (an absent GPU, oneDNN in use); they look like errors to students, so they are dropped. Errors
    are raised as always.

    Args:
        devices: Into how many logical devices to split the processor. They share its cores. Only
            before TensorFlow starts can this be said, so say it in a program's first line.

    Returns:
        A line with versions, devices and the seconds it took.

    Raises:
        SettingError: TensorFlow runs already, with fewer logical devices.
    """
    started = time.monotonic()
    with _no_standard_error():
        import keras
        import tensorflow as tf

        accelerators = tf.config.list_physical_devices("GPU")
        if devices > 1:
            _split_processor(devices)
            tf.get_logger().setLevel("WARNING")  # in a notebook, strategies tell what they reduce
        tf.constant(0)  # makes it look for devices now
    found = f"{len(accelerators)} GPU" if accelerators else "no GPU"
    found += f", {devices} logical CPU devices" if devices > 1 else ""
    return (
        f"TensorFlow {tf.__version__}, Keras {keras.__version__}, {os.cpu_count()} cores, "
        f"{found} (started in {time.monotonic() - started:.0f} s)"
    )


def _split_processor(devices: int) -> None:
    """Let TensorFlow see the processor as so many devices, if it still can."""
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    parts = [tf.config.LogicalDeviceConfiguration()] * devices
    try:
        tf.config.set_logical_device_configuration(processor, parts)
    except RuntimeError:  # it runs already
        there = len(tf.config.list_logical_devices("CPU"))
        if there < devices:
            raise SettingError(
                f"TensorFlow runs already and sees {there} logical CPU device{'s' * (there > 1)}; "
                f"{devices} are needed, and their number is fixed when it starts. Restart the "
                "kernel (Kernel → Restart Kernel), then run all cells from the top."
            ) from None


@contextlib.contextmanager
def _no_standard_error() -> Iterator[None]:
    """Drop what C++ code writes to standard error for a while."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def problems() -> list[str]:
    """What is wrong with this environment, a sentence each with its cure; empty when nothing is."""
    from course_utils import doctor

    return doctor.problems()


def report() -> str:
    """A few lines about this machine, its packages, data and settings, and every problem found."""
    from course_utils import doctor

    return doctor.report()


if __name__ == "__main__":
    from course_utils import doctor

    sys.exit(doctor.main())
