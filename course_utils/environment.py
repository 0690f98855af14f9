"""What this machine is, and what is wrong with it: ``python -m course_utils.environment``.

Importing this module imports no TensorFlow: versions come from the packages' own records, so the
look takes less than a second and also works where TensorFlow does not start.
"""

import contextlib
import gc
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from course_utils import __version__, settings
from course_utils.errors import CourseError, run_program

PROJECT = "cifar10-course"
SHOWN_PACKAGES = ("tensorflow", "keras", "numpy", "scipy", "matplotlib", "jupyterlab", "nbgrader")
OLDEST, NEWEST = (3, 11), (3, 13)
CURE = "Run `python -m pip install -r requirements.lock` in the course's environment."
GIGABYTE = 1024**3
BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16"}
LEAST_DISK_GIGABYTES = 1.0  # gigabytes of disk that runs and a data set take
LEAST_MEMORY_GIGABYTES = 3.5  # gigabytes that the longest training and JupyterLab take together


def problems() -> list[str]:
    """Return the problems that a student has here, a sentence each with its cure, or []."""
    return [*_python(), *_packages(), *_processor(), *_memory(), *_disk(), *_settings()]


def grading_problem() -> str:
    """Return the problem with the sandbox of students' kernels as a sentence, or ''.

    The grader finds it by starting the sandbox; a student's copy has no grader, and no problem.
    """
    if not has_grader():
        return ""
    # What `python -m autograder sandbox` does, without the seconds that its gradebook takes.
    ask = "import sys; from autograder.sandbox import Sandbox; sys.exit(Sandbox().problem() or 0)"
    try:
        done = subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"The grader does not start ({error}). Install requirements.lock."
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines() or ["no reason given"]
    broken = "Traceback" in done.stderr
    return f"The grader does not start ({said[-1]})." if broken else said[-1]


def has_grader() -> bool:
    """Return whether this is an instructor's copy."""
    found = importlib.util.find_spec("autograder")
    return found is not None and found.origin is not None  # an empty folder has none


def report() -> str:
    """Return lines about this machine, its packages, data and settings, and every problem found."""
    lines = [
        f"Version {__version__} of the course",
        f"Python {platform.python_version()} in {sys.prefix}",
        f"{platform.system()} {platform.machine()}, {cores()} cores, {_memory_line()}",
        f"Accelerator: {accelerator()}",
        f"bfloat16: {_bfloat16_line()}",
        f"Disk: {_free(Path.cwd()):,.0f} GB free here",
        f"Packages: {', '.join(_version_line(name) for name in SHOWN_PACKAGES)}",
        f"Data: {_data()}",
    ]
    for variable, default in (("COURSE_BUDGET", "laptop"), ("COURSE_DATA", "shapes, digits")):
        lines.append(f"{variable} = {os.environ.get(variable, default)}")
    grading = grading_problem()
    if has_grader() and not grading:
        lines.append("Grading: the sandbox of students' kernels works.")
    lines += [f"Problem: {sentence}" for sentence in problems()]
    lines += [f"Problem (only for grading): {grading}"] * bool(grading)
    if not any(line.startswith("Problem") for line in lines):
        lines.append("Everything is in place.")
    return "\n".join(lines)


def main() -> int:
    """Print the report; return 1 if there is a problem, else 0."""
    text = report()
    print(text)
    return 1 if "\nProblem" in text else 0


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory() -> float | None:
    """Return the gigabytes of memory that this process may use, or None if that is unknown.

    In a container, such as a JupyterHub's, that is the container's limit.
    """
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    except (AttributeError, ValueError, OSError):
        return None
    limits = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
    for path in map(Path, limits):
        try:
            there = min(there, int(path.read_text(encoding="ascii")) / GIGABYTE)
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return there


def accelerator() -> str:
    """Describe this machine's NVIDIA GPUs, and the package that they lack, if any."""
    found = sorted(Path("/proc/driver/nvidia/gpus").glob("*"))
    if not found:
        return "none, and none is needed"
    there = f"{len(found)} NVIDIA GPU{'s' * (len(found) > 1)}"
    if not any(_version(f"nvidia-cudnn-cu{number}") for number in (12, 13)):
        there += "; to use it: pip install 'tensorflow[and-cuda]'"
    return there


def multiplies_bfloat16() -> bool:
    """Return whether a processor or a GPU here multiplies bfloat16 faster than float32.

    Processors say so on Linux alone. NVIDIA's GPUs do since compute capability 8, and only those
    that a running TensorFlow has found count.
    """
    if _processor_flags() & BFLOAT16_FLAGS:
        return True
    if "tensorflow" not in sys.modules:
        return False
    import tensorflow as tf

    details = map(tf.config.experimental.get_device_details, tf.config.list_physical_devices("GPU"))
    return any(one.get("compute_capability", (0, 0))[0] >= 8 for one in details)


def _bfloat16_line() -> str:
    if multiplies_bfloat16():
        return "multiplied by this processor, so long trainings use it (dtype='auto')"
    return "not on this processor, so trainings compute in float32"


def _processor_flags() -> set[str]:
    """Return what the first processor can do, in Linux' words; nothing on other systems."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    line = next((one for one in text.splitlines() if one.startswith("flags")), "")
    return set(line.partition(":")[2].split())


def start_tensorflow(devices: int = 1, log_device_placement: bool = False) -> str:
    """Import TensorFlow with the settings of this course, and return what it runs on.

    While it starts, TensorFlow writes lines to standard error that no setting of its own silences
    (an absent GPU, oneDNN in use); they look like errors to students, so they are dropped. Errors
    are raised as always.

    Args:
        devices: Into how many logical devices to split the processor. They share its cores. This
            can be set only before TensorFlow starts, so set it in a program's first line.
        log_device_placement: Whether TensorFlow is to print on which device it places each
            operation: single ones on standard error, those of graphs on standard output as well.

    Returns:
        A line with versions, devices and the seconds it took.

    Raises:
        SettingError: TensorFlow runs already, with fewer logical devices or without these lines.
    """
    started = time.monotonic()
    if log_device_placement:
        let_placement_show()
    with _no_standard_error():
        with _uncollected():
            import keras
            import tensorflow as tf

        accelerators = tf.config.list_physical_devices("GPU")
        if devices > 1:
            _split_processor(devices)
            tf.get_logger().setLevel("WARNING")  # in a notebook, strategies tell what they reduce
        if log_device_placement:
            tf.debugging.set_log_device_placement(True)
        tf.constant(0)  # makes it look for devices now
    found = f"{len(accelerators)} GPU" if accelerators else "no GPU"
    found += f", {devices} logical CPU devices" if devices > 1 else ""
    return (
        f"TensorFlow {tf.__version__}, Keras {keras.__version__}, {os.cpu_count()} cores, "
        f"{found} (started in {time.monotonic() - started:.0f} s)"
    )


def let_placement_show() -> None:
    """Let TensorFlow write what is only information, which the course otherwise hides.

    Raises:
        SettingError: TensorFlow has been imported without that.
    """
    if "tensorflow" in sys.modules and os.environ.get("TF_CPP_MIN_LOG_LEVEL") != "0":
        raise settings.SettingError(
            "TensorFlow runs already and keeps such lines to itself: it reads the variable "
            "TF_CPP_MIN_LOG_LEVEL once, when it is imported. Use --log_device_placement in a "
            "terminal, or set the variable to 0 before anything else."
        )
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "0"


def _split_processor(devices: int) -> None:
    """Split the processor into logical devices; raise if TensorFlow runs with fewer already."""
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    parts = [tf.config.LogicalDeviceConfiguration()] * devices
    try:
        tf.config.set_logical_device_configuration(processor, parts)
    except RuntimeError:  # it runs already
        there = len(tf.config.list_logical_devices("CPU"))
        if there < devices:
            raise settings.SettingError(
                f"TensorFlow runs already and sees {there} logical CPU device{'s' * (there > 1)}; "
                f"{devices} are needed, and their number is fixed when it starts. Restart the "
                "kernel (Kernel → Restart Kernel), then run all cells from the top."
            ) from None


@contextlib.contextmanager
def _no_standard_error() -> Iterator[None]:
    """Discard what is written to standard error, by C++ code too, inside a ``with`` block."""
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


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep what TensorFlow and Keras import inside a ``with`` block out of garbage collections.

    It stays until the process ends. To look it through again and again took 0.7 of the 3.1 seconds
    of processor that these imports take, and nearly all of the second in which Python then ends.
    """
    if "tensorflow" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _python() -> list[str]:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return []
    return [
        f"Python {platform.python_version()} runs this, but TensorFlow needs 3.11 to 3.13. Make "
        "the environment anew as the README says."
    ]


def _packages() -> list[str]:
    """List problems with packages that are missing or older than the tested ones."""
    try:
        needed = importlib.metadata.requires(PROJECT) or []
    except importlib.metadata.PackageNotFoundError:
        return [
            f"The course itself is not installed in {sys.prefix}. Run the set-up commands of the "
            "README, and start JupyterLab with the command given there."
        ]
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return [f"Missing here: packaging. {CURE}"]
    missing, old = [], []
    for requirement in map(Requirement, needed):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _version(requirement.name)
        if found is None:
            missing.append(requirement.name)
        elif not requirement.specifier.contains(found, prereleases=True):
            bound = str(requirement.specifier).removeprefix(">=")
            old.append(f"{requirement.name} {found} (at least {bound})")
    return [
        *([f"Missing here: {', '.join(missing)}. {CURE}"] if missing else []),
        *([f"Too old: {', '.join(old)}. {CURE}"] if old else []),
    ]


def _processor() -> list[str]:
    """List the problem that a very old processor lacks AVX, which TensorFlow's packages need."""
    flags = _processor_flags()
    if platform.machine() not in ("x86_64", "AMD64") or not flags or "avx" in flags:
        return []
    return [
        "This processor lacks AVX, so TensorFlow cannot start. Use another computer; in a virtual "
        "machine, let it pass the host's processor through."
    ]


def _memory() -> list[str]:
    there = memory()
    if there is None or there >= LEAST_MEMORY_GIGABYTES:
        return []
    return [f"This machine has {there:.1f} GB of memory, training wants 4. Close programs."]


def _disk() -> list[str]:
    """List problems with folders that are full, or that may not be written to."""
    found = []
    for folder, what in ((Path.cwd(), "runs"), (Path(tempfile.gettempdir()), "temporary files")):
        if _free(folder) < LEAST_DISK_GIGABYTES:
            found.append(
                f"Only {_free(folder):.1f} GB of disk are free in {folder}; {what} want "
                f"{LEAST_DISK_GIGABYTES:.0f}. Make room."
            )
        if not os.access(folder, os.W_OK):
            found.append(
                f"You may not write to {folder}, where {what} go. Copy the course's folder to your "
                "home and start there."
            )
    return found


def _settings() -> list[str]:
    found = []
    for setting in (settings.budget, settings.graded_data):
        try:
            setting()
        except settings.SettingError as error:
            found.append(str(error))
    try:
        from course_utils.data import cache, downloads, places

        directory = places.data_directory()
        if directory.exists() and not directory.is_dir():
            found.append(
                f"{directory}, where data go, is no folder. Set {places.VARIABLE} to one, or unset "
                "it."
            )
        downloads.mirrors()
        cache.stored(directory)
    except CourseError as error:
        found.append(str(error))
    except ImportError:  # a package is missing, which is said elsewhere
        pass
    return found


def _data() -> str:
    """Describe the data sets on disk, and those that are drawn."""
    try:
        from course_utils.data import cache, places

        directory = places.data_directory()
        there = dict.fromkeys(item.name for item in cache.stored(directory))
    except (CourseError, ImportError):
        return "unknown"
    drawn = "shapes, digits and numbers are drawn when needed"
    if not there:
        return f"{drawn}; nothing downloaded in {directory}"
    return f"{', '.join(there)} in {directory}; {drawn}"


def _memory_line() -> str:
    there = memory()
    return "memory unknown" if there is None else f"{there:.0f} GB of memory"


def _free(folder: Path) -> float:
    return shutil.disk_usage(folder).free / GIGABYTE


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _version_line(package: str) -> str:
    return f"{package} {_version(package) or 'MISSING'}"


if __name__ == "__main__":
    sys.exit(run_program(main))
