"""What the sandbox costs at a kernel's start: ``python tests/benchmarks/kernel_start.py``.

Runs a notebook of one cell with and without the sandbox, alternating, and prints medians.
"""

import statistics
import tempfile
import time
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from autograder.sandbox import Sandbox
from autograder.sandbox.kernel import SandboxedExecute, private_folder
from course_utils.settings import grading_environment

RUNS = 15


class Unsandboxed(SandboxedExecute):
    """The same kernel without bubblewrap."""

    def execute_in(self, *arguments):
        """Execute as where the sandbox does not work and is not required."""
        active, Sandbox.active = Sandbox.active, lambda sandbox: False
        try:
            return super().execute_in(*arguments)
        finally:
            Sandbox.active = active


def seconds(execute: SandboxedExecute) -> float:
    """Wall time of one notebook: start, one cell, end."""
    notebook = new_notebook(cells=[new_code_cell("1 + 1")])
    with tempfile.TemporaryDirectory() as folder, private_folder() as private:
        started = time.perf_counter()
        resources = {"metadata": {"path": str(Path(folder))}}
        execute.execute_in(notebook, resources, private, grading_environment(2))
        return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    problem = Sandbox().problem()
    if problem:
        raise SystemExit(problem)
    kinds = {"with the sandbox": SandboxedExecute, "without": Unsandboxed}
    for kind in kinds.values():
        seconds(kind())  # the first start of each reads its files from the disk
    measured = {name: [] for name in kinds}
    for _ in range(RUNS):
        for name, kind in kinds.items():
            measured[name].append(seconds(kind()))
    medians = {name: statistics.median(values) for name, values in measured.items()}
    for name, median in medians.items():
        print(f"{name:17} {median:.3f} s (median of {RUNS})")
    print(f"difference        {medians['with the sandbox'] - medians['without']:+.3f} s")


if __name__ == "__main__":
    main()
