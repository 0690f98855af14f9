"""A submission between the two halves of its grading: what was prepared, and what came back."""

from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.grading.asking import AskingExecute, QuestionSet
from autograder.intake.notes import Notes
from autograder.sandbox import run
from autograder.sandbox.kernel import private_folder
from autograder.sandbox.run import Outcome


@dataclass
class Prepared:
    """A submission on its way: what was prepared, and what came back.

    Attributes:
        student: Whose it is.
        notes: What is said about it.
        notebooks: nbgrader's paths of its notebooks.
        fingerprint: Of what is graded, for the next run.
        digests: By notebook, SHA-256 of the submission as it was handed in.
        asked: By notebook, what it is asked; none for one that was refused.
        outcomes: By notebook, what came back.
    """

    student: str
    notes: Notes
    notebooks: list[str]
    fingerprint: str
    digests: dict[str, str] = field(default_factory=dict)
    asked: dict[str, QuestionSet] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)


class TakeAnswers(AskingExecute):
    """Replaces the execution of a notebook: takes what a worker's kernel made of it."""

    def preprocess(
        self, nb: NotebookNode, resources: dict, km: Any = None
    ) -> tuple[NotebookNode, dict]:
        """Fill in what the cells wrote, and leave the verdicts as if it had run here."""
        asked, outcome = resources.pop("asked"), resources.pop("outcome")
        ran = nbformat.reads(outcome.notebook, as_version=4)
        for cell, done in zip(nb.cells, ran.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = done.outputs, done.execution_count
        self.sandboxed, self.ended = outcome.sandboxed, outcome.ended
        with private_folder() as private:
            for name, answer in outcome.answers.items():
                run.put_back(answer, private / "answers" / name)
            self.conclude(nb, resources, asked, private)
        resources["judged"]["seconds"] = round(outcome.seconds, 2)
        return nb, resources
