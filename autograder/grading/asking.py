"""Asks one submission: its questions go as a job to a kernel, its answers come back as verdicts."""

import os
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from traitlets import Bool, Dict, Integer
from traitlets.config import Config, LoggingConfigurable

from autograder.grading import display, judge, questions
from autograder.grading.judge import About, about_run
from autograder.intake.submission import TIMESTAMP
from autograder.sandbox import Sandbox
from autograder.sandbox.hidden import HidingExecute
from autograder.sandbox.run import Job, Outcome
from course_utils import exercises
from course_utils.data.places import DataError

UNSANDBOXED = "This submission was graded without a sandbox."
NO_PROOF = (
    "This was measured on the test set of {data}, whose labels are public. Nobody can keep it "
    "secret, so these points are no proof of what a network has learnt."
)


class QuestionSet(NamedTuple):
    """What one submission is asked, and what its verdicts depend on besides its answers.

    Attributes:
        questions: The questions, with what is expected.
        about: By task, what is to be said about the runs that it depends on.
        data: The data set that the assignment is graded on.
        digest: SHA-256 of what was handed in.
    """

    questions: list[questions.Question]
    about: dict[str, About]
    data: str
    digest: str


class Asking(LoggingConfigurable):
    """What submissions are asked: the settings, and the questions that all of them get."""

    graded_data = Dict(
        {},
        help="Assignment id -> the data set it is graded on; an embedded one where it is absent.",
    ).tag(config=True)
    threads = Integer(
        2,
        min=1,
        help="Threads of every kernel. A fixed number, so that a regrade gives the same digits.",
    ).tag(config=True)

    run_display = Bool(
        False,
        help="Run the cells, too, that only show something. It takes longer, and no grade changes.",
    ).tag(config=True)

    def __init__(self, **settings: Any) -> None:
        """Read the settings."""
        super().__init__(**settings)
        self._common: questions.Common = {}

    def ask(
        self, course: Path, assignment: str, student: str, digest: str, folder: Path
    ) -> QuestionSet:
        """Draw the questions to a submission.

        Args:
            course: The folder of gradebook, secret and hidden images.
            assignment: What was handed in.
            student: Who handed it in.
            digest: SHA-256 of it.
            folder: Its files, with the runs that it rests on.

        Raises:
            DataError: The configuration names a data set that the assignment does not work on.
        """
        data = self.data_of(assignment)
        submission = questions.Submission(course, assignment, student, digest, data)
        about = {
            name: about_run(folder, assignment, data, exercises.runs_of(assignment, task))
            for name, task in exercises.tasks(assignment).items()
        }
        return QuestionSet(questions.draw(submission, self._common), about, data, digest)

    def data_of(self, assignment: str) -> str:
        """Return the data set that an assignment is graded on.

        Raises:
            DataError: The configuration names one that the assignment does not work on.
        """
        choices = exercises.choices(assignment)
        data = self.graded_data.get(assignment, choices[0])
        if data not in choices:
            raise DataError(
                f"{assignment} cannot be graded on '{data}'. Set c.Asking.graded_data in "
                f"nbgrader_config.py to one of {', '.join(choices)}."
            )
        return data

    def job(self, asked: QuestionSet, nb: NotebookNode, folder: Path, shows: display.Shows) -> Job:
        """Pack what a worker needs to run a submission.

        Args:
            asked: What it is asked.
            nb: Its sanitized notebook.
            folder: Its files.
            shows: What the released notebook says of its cells.
        """
        known: list[questions.Question] = []
        held_back: dict[int, dict[str, bytes]] = defaultdict(dict)
        places = {  # of graded cells; each is there once
            cell.metadata["nbgrader"]["grade_id"]: index
            for index, cell in enumerate(nb.cells)
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
        }
        for question in asked.questions:
            if not question.task.on_hidden_images:
                known.append(question)
            elif question.task.name in places:
                held_back[places[question.task.name]][question.file] = question.content
        return Job(
            notebook=nbformat.writes(nb),
            files={
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                # The time of handing in changes no question, so code must not see it.
                if path.suffix != ".ipynb" and path.name != TIMESTAMP
                if path.is_file() and not path.is_symlink()
            },
            questions={question.file: question.content for question in known},
            # An answer is named like its question.
            answers=tuple(question.file for question in asked.questions),
            settings=sections(self.config),
            environment=chosen_environment(asked.data),
            threads=self.threads,
            skip=() if self.run_display else display.to_skip(nb, shows),
            held_back=dict(held_back),
        )


def verdicts(asked: QuestionSet, nb: NotebookNode, outcome: Outcome) -> dict[str, judge.Verdict]:
    """Return a verdict for each task that an executed notebook has a graded cell for.

    Args:
        asked: What it was asked.
        nb: The notebook with its outputs, untrusted.
        outcome: What came back with it.
    """
    found = judge.judge_all(nb, asked.questions, outcome.answers, asked.about, outcome.ended)
    on_images = {one.task.name for one in asked.questions if one.task.on_hidden_images}
    for name in on_images & set(found) if asked.data not in questions.DRAWN else ():
        found[name].notes.append(NO_PROOF.format(data=asked.data))
    if not outcome.sandboxed:
        for one in found.values():
            one.notes.append(UNSANDBOXED)
    return found


def with_outputs(nb: NotebookNode, job: Job, outcome: Outcome) -> NotebookNode:
    """Return a notebook, changed in place, with what its cells wrote while they ran."""
    ran = nbformat.reads(outcome.notebook, as_version=4)
    for index, (cell, done) in enumerate(zip(nb.cells, ran.cells, strict=True)):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
            if index in job.skip:
                cell.outputs, cell.execution_count = [display.not_run()], None
    return nb


def chosen_environment(data: str) -> dict[str, str]:
    """Return the variables of a student's kernel that the instructor chooses."""
    return {"COURSE_DATA": data, "COURSE_BUDGET": os.environ.get("COURSE_BUDGET", "laptop")}


def sections(config: Config) -> dict[str, dict[str, Any]]:
    """Return the parts of a configuration that a kernel depends on, as plain dictionaries."""
    names = [cls.__name__ for cls in (*HidingExecute.mro(), Sandbox)]
    return {name: dict(config[name]) for name in names if name in config}
