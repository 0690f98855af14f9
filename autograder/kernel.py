"""Runs a submission's notebook and carries questions in and answers out."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Dict, Integer, Unicode

from autograder import questions, verdict
from course_utils import checks, runs
from course_utils.checks import exchange

# What a student's kernel needs of the grader's environment, and nothing else of it.
INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "SYSTEMROOT",
    "COURSE_DATA_DIR",
)


class AskingExecute(Execute):
    """Executes a notebook and judges its answers, outside the kernel that ran the student's code.

    A dead or deaf kernel costs the student what it did not answer before, and nobody else.
    """

    graded_data = Dict(
        {}, help="Assignment id -> the data set it is graded on; 'shapes' where it names none."
    ).tag(config=True)
    threads = Integer(
        2,
        min=1,
        help="Threads of every kernel. A fixed number, so that a regrade gives the same digits.",
    ).tag(config=True)
    course = Unicode(help="The folder of gradebook, secret and hidden images.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict, km: Any = None
    ) -> tuple[NotebookNode, dict]:
        """Ask, execute, and leave the verdicts by grade id in ``resources["verdicts"]``."""
        names = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        data = self.graded_data.get(names["assignment"], "shapes")
        submission = questions.Submission(
            course=Path(self.course),
            assignment=names["assignment"],
            student=names["student"],
            digest=questions.digest([cell.source for cell in nb.cells], folder),
            data=data,
        )
        notes = about_run(folder, names["assignment"], data)
        drawn = questions.draw(submission)
        private = Path(tempfile.mkdtemp(prefix="grading-"))  # readable by its owner alone
        try:
            questions.write(drawn, private)
            self._private = private
            self._environment = self.kernel_environment(private, data)
            nb, resources = self.execute_robustly(nb, resources, km)
            resources["verdicts"] = self.judge(nb, drawn, private, notes)
        finally:
            shutil.rmtree(private, ignore_errors=True)
        return nb, resources

    def judge(
        self, nb: NotebookNode, drawn: list[questions.Question], private: Path, notes: list[str]
    ) -> dict[str, verdict.Verdict]:
        """A verdict for each task that the notebook has a graded cell for."""
        verdicts = {}
        errors: list[str] = []
        for cell in nb.cells:
            metadata = cell.metadata.get("nbgrader", {})
            asked = [q for q in drawn if q.task.name == metadata.get("grade_id")]
            if metadata.get("grade") and asked:
                result = verdict.judge(asked, private, float(metadata["points"]))
                if asked[0].task.kind == "predictor":
                    result.notes.extend(notes)
                if not exchange.answer_file(private, asked[0].task.name, 0).exists():
                    result.notes.extend(errors[:3])
                verdicts[metadata["grade_id"]] = result
            errors += error_of(cell)
        return verdicts

    def kernel_environment(self, private: Path, data: str) -> dict[str, str]:
        """The environment of a student's kernel."""
        threads = str(self.threads)
        return {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            "NBGRADER_EXECUTION": "autograde",
            exchange.VARIABLE: str(private),
            "COURSE_DATA": data,
            "COURSE_BUDGET": os.environ.get("COURSE_BUDGET", "laptop"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "TF_NUM_INTRAOP_THREADS": threads,
            "TF_NUM_INTEROP_THREADS": "1",
            "OMP_NUM_THREADS": threads,
        }

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Talk to the kernel through sockets in the private folder, which no other user can open.

        nbclient's own choice is TCP on the loopback, open to every user of the machine. Windows has
        nothing else.
        """
        if sys.platform == "win32":
            return super().create_kernel_manager()
        self.km = AsyncKernelManager(
            kernel_name=self.nb.metadata.get("kernelspec", {}).get("name", "python3"),
            config=self.config,
            transport="ipc",
            ip=str(self._private / "kernel"),
            connection_file=str(self._private / "kernel.json"),
        )
        return self.km

    def start_new_kernel(self, **arguments: Any) -> None:
        """Start the kernel with its own environment instead of the grader's."""
        super().start_new_kernel(**{**arguments, "env": self._environment})

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        """Execute one cell and remember which one it was."""
        self._reached = cell_index
        return super().preprocess_cell(cell, resources, cell_index)

    def execute_robustly(
        self, nb: NotebookNode, resources: dict, km: Any
    ) -> tuple[NotebookNode, dict]:
        """Execute; where the kernel is lost, say so in the cells that were not run."""
        self._reached = 0
        try:
            return super().preprocess(nb, resources, km)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self.log.warning("The kernel was lost in cell %d: %s", self._reached, reason)
            for cell in nb.cells[self._reached :]:
                if cell.cell_type == "code":
                    cell.outputs = [*cell.get("outputs", []), not_run(type(error).__name__, reason)]
            return nb, resources


def error_of(cell: NotebookNode) -> list[str]:
    """A sentence about the error that ended a cell, if one did."""
    return [
        f"Cell [{cell.execution_count}] above it ended in an error: "
        + f"{output.get('ename')}: {output.get('evalue')}"[:300]
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ][:1]


def not_run(name: str, reason: str) -> NotebookNode:
    """The output of a cell that the kernel did not live to finish."""
    sentence = f"This cell was not finished: the kernel was lost ({reason})."
    return new_output("error", ename=name, evalue=reason, traceback=[sentence])


def about_run(folder: Path, assignment: str, data: str) -> list[str]:
    """Sentences about the run that a submission carries, for the feedback.

    Args:
        folder: The submission's folder.
        assignment: The assignment's id.
        data: The data set that the assignment is graded on.

    Returns:
        What is missing or does not match; nothing for an assignment without a predictor.
    """
    if not checks.needs_run(assignment):
        return []
    name = f"{assignment}.run"
    try:
        record = json.loads(exchange.read_regular(folder / name / runs.RECORD, runs.RECORD_LIMIT))
        trained_on = str(record["data"])
        versions = dict(record.get("versions", {}))
    except FileNotFoundError:
        return [
            f"No run came with this notebook. Nothing is trained while grading: train, save, and "
            f"hand in the folder {name} together with the notebook "
            f"(python -m course_utils.submit {assignment})."
        ]
    except (exchange.ExchangeError, ValueError, KeyError, TypeError, RecursionError):
        return [f"The record {name}/run.json is damaged. Train again and hand in both anew."]
    notes = []
    if record.get("diverged") is True:
        notes.append("Your run's loss became NaN. Lower the learning rate and train again.")
    if trained_on != data:
        notes.append(
            f"Your network was trained on '{trained_on[:40]}', but this assignment is graded on "
            f"'{data}'. Set COURSE_DATA to '{data}', train again and hand in both anew."
        )
    mine = runs.versions()
    other = [
        f"{package} {str(versions[package])[:20]} (here {mine[package]})"
        for package in ("tensorflow", "keras", "numpy")
        if package in versions and versions[package] != mine.get(package)
    ]
    if other:
        notes.append(f"Your run was made with {', '.join(other)}.")
    return notes
