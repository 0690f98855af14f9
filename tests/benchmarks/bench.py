"""Measures how fast the course trains and grades, and writes `results.json`: ``make bench``.

All sides run in one go and take turns, so a machine whose speed drifts treats them alike; medians
and ratios are what counts. It writes the keys `training`, `start` and `grading`, and keeps what
longer commands measured. PyTorch is installed into an environment of its own, `build/pytorch`.

    python -m tests.benchmarks.bench [--only training start grading] [--rounds 5] [--seconds 12]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from course_utils import environment
from tests.benchmarks import results, tables

ROOT = Path(__file__).resolve().parents[2]
PYTORCH = ROOT / "build" / "pytorch"
PYTORCH_PACKAGES = ("torch==2.13.0", "numpy>=2.1")
SIDES = {
    "ours": ("ours",),
    "keras": ("idiomatic",),
    "pytorch": ("pytorch",),
    "sgemm": ("sgemm", "tensorflow"),
    "sgemm_numpy": ("sgemm", "numpy"),
}
BFLOAT16_SIDES = {
    "ours_bfloat16": ("ours", "bfloat16"),
    "keras_bfloat16": ("idiomatic", "bfloat16"),
    "pytorch_bfloat16": ("pytorch", "bfloat16"),
}
NO_BFLOAT16 = "not on this processor"


class Side:
    """A process that works for as long as it is told, and waits otherwise."""

    def __init__(self, name: str, python: Path | str) -> None:
        module, *arguments = {**SIDES, **BFLOAT16_SIDES}[name]
        # A user's own settings of TensorFlow would make the stock side something else.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "COURSE_"))}
        self.name = name
        self.process = subprocess.Popen(
            [str(python), "-m", f"tests.benchmarks.sides.{module}", *arguments],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if module != "pytorch" else None,
        )
        self.answer()  # ready

    def answer(self) -> dict:
        """The next line that the process prints.

        Raises:
            SystemExit: The process ended instead.
        """
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        error = self.process.stderr.read()[-2000:] if self.process.stderr else ""
        raise SystemExit(f"The side '{self.name}' ended before it had measured anything.\n{error}")

    def measure(self, seconds: float) -> dict:
        """Let it work for some seconds."""
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> None:
        """Stop the process."""
        self.process.kill()
        self.process.wait()


def pytorch_python() -> Path:
    """Python of the environment with PyTorch, which is made where it is missing."""
    python = PYTORCH / "bin" / "python"
    if not (PYTORCH / ".ready").exists():
        print(f"Installing {PYTORCH_PACKAGES[0]} into {PYTORCH.relative_to(ROOT)} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(PYTORCH)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *PYTORCH_PACKAGES], check=True)
        (PYTORCH / ".ready").touch()
    return python


def training(rounds: int, seconds: float, without: tuple[str, ...] = ()) -> dict:
    """Images a second of all sides, input pipeline included, and their ratios.

    Args:
        rounds: How often each side has its turn.
        seconds: How long a turn is.
        without: Sides that cannot run here.
    """
    names = {**SIDES, **(BFLOAT16_SIDES if environment.multiplies_bfloat16() else {})}
    pythons = {
        name: pytorch_python() if module == "pytorch" else sys.executable
        for name, (module, *_) in names.items()
        if module not in without
    }
    sides = []
    try:
        sides.extend(Side(name, python) for name, python in pythons.items())
        turns: dict[str, list[dict]] = {side.name: [] for side in sides}
        for number in range(rounds):
            for side in sides if number % 2 == 0 else reversed(sides):
                turns[side.name].append(side.measure(seconds))
            rates = {name: round(turn[-1]["rate"]) for name, turn in turns.items()}
            print(f"round {number + 1} of {rounds}, images/s: {rates}", flush=True)
    finally:
        for side in sides:
            side.end()
    return ratios(turns)


def ratios(turns: dict[str, list[dict]]) -> dict:
    """Medians over the rounds, of rates and of ratios within a round.

    Args:
        turns: For each side, what it answered in each round.
    """
    rates = {name: [turn["rate"] for turn in one] for name, one in turns.items()}
    # The faster of two libraries is what the machine can do.
    rates["sgemm"] = list(map(max, zip(rates["sgemm"], rates.pop("sgemm_numpy"), strict=True)))
    images_per_second = {name: round(statistics.median(one)) for name, one in rates.items()}
    measured = {
        "images_per_second": images_per_second,
        "share_of_sgemm": over(rates["ours"], rates["sgemm"]),
        "sgemm_gflops": round(images_per_second["sgemm"] * 0.105295104, 1),
        "peak_mb": {name: max(turn["peak_mb"] for turn in one) for name, one in turns.items()},
        "rounds": len(rates["ours"]),
    }
    for other in ("keras", "pytorch"):
        if other in rates:
            measured[f"over_{other}"] = over(rates["ours"], rates[other])
        if f"{other}_bfloat16" in rates:
            # What `dtype="auto"` gives here, against the other as its users write it, and alike.
            ours = rates["ours_bfloat16"]
            measured[f"bfloat16_over_{other}"] = over(ours, rates[other])
            measured[f"bfloat16_over_{other}_bfloat16"] = over(ours, rates[f"{other}_bfloat16"])
        elif other in rates:
            measured[f"bfloat16_over_{other}"] = NO_BFLOAT16
            measured[f"bfloat16_over_{other}_bfloat16"] = NO_BFLOAT16
    return measured


def over(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios within a round, two decimals."""
    return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2)


# What is imported, and the side whose first step is waited for.
STARTS = {
    "softmax_notebook": ("from course_utils import data, environment, plots, settings", ""),
    "training": (
        "from course_utils import environment; environment.start_tensorflow(); "
        "from course_utils import cifar10, cifar10_input, models, training",
        "ours",
    ),
    "keras": ("import keras, tensorflow", "keras"),
}


def start(rounds: int) -> dict:
    """Seconds from Python's first instruction: imports, and up to the end of the first step."""
    measured: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, (imports, side) in STARTS.items():
            measured.setdefault(f"{name}_import", []).append(seconds_to_import(imports))
            if side:
                first_step = seconds_to_first_step(side)
                measured.setdefault(f"{name}_first_step", []).append(first_step)
        measured.setdefault("checkpoint", []).append(checkpoint())
    print(f"start: {measured}", flush=True)
    return {f"{name}_seconds": round(statistics.median(v), 2) for name, v in measured.items()}


def checkpoint() -> float:
    """Seconds that a checkpoint of the tutorial's network takes, of which one comes every 30."""
    command = [sys.executable, "-m", "tests.benchmarks.sides.ours", "checkpoint"]
    process = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300
    )
    return json.loads(process.stdout.splitlines()[-1])["seconds"]


def seconds_to_import(imports: str) -> float:
    """Wall time of a Python process that imports and ends at once.

    Python's own orderly end is left out: nobody waits for it, and TensorFlow makes it long.
    """
    began = time.perf_counter()
    command = [sys.executable, "-c", f"{imports}; import os; os._exit(0)"]
    subprocess.run(
        command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=300
    )
    return time.perf_counter() - began


def seconds_to_first_step(name: str) -> float:
    """Wall time from starting a side's Python until it says that it has made its first step."""
    began = time.perf_counter()
    side = Side(name, sys.executable)
    seconds = time.perf_counter() - began
    side.end()
    return seconds


def grading() -> dict:
    """Submissions a minute against stock nbgrader, as tests/benchmarks/grading.py measures them."""
    from tests.benchmarks import grading

    return grading.measure()


def main() -> None:
    """Measure, write, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    keys = ("training", "start", "grading")
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, help="what to measure")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    parser.add_argument("--seconds", type=float, default=12, help="length of a turn (default 12)")
    parser.add_argument("--without", nargs="*", choices=("pytorch",), default=(), help="leave out")
    flags = parser.parse_args()
    measures = {
        "training": lambda: training(flags.rounds, flags.seconds, tuple(flags.without)),
        "start": lambda: start(3),
        "grading": grading,
    }
    for key in flags.only:
        results.merge((key,), measures[key]())
    tables.write()
    print(tables.speeds(results.load()))


if __name__ == "__main__":
    main()
