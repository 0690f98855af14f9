"""Asks a submission: draws its questions, carries them into a kernel, and its answers out."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets import Dict, Integer, Unicode
from traitlets.config import Config

from autograder.grading import judge, questions
from autograder.grading.judge import About, about_run
from autograder.sandbox import Sandbox
from autograder.sandbox.kernel import SandboxedExecute, every_environment, private_folder
from autograder.sandbox.run import Job
from course_utils import exchange, exercises
from course_utils.data.places import DataError

UNSANDBOXED = "This submission was graded without a sandbox."


class AskingExecute(SandboxedExecute):
    """Executes a notebook and judges its answers, outside the kernel that ran the student's code.

    If the kernel dies or hangs, the student loses what it had not answered before, and nobody else
    loses anything.
    """

    graded_data = Dict(
        {},
        help="Assignment id -> the data set it is graded on; an embedded one where it is absent.",
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
        folder = Path(resources["metadata"]["path"])
        asked = self.ask(nb, resources["nbgrader"], folder, resources["digest"])
        with private_folder() as private:
            asked.write(private)
            environment = self.kernel_environment(private, asked.data)
            nb, resources = self.execute_in(nb, resources, private, environment)
            self.conclude(nb, resources, asked, private)
        return nb, resources

    def ask(self, nb: NotebookNode, names: dict, folder: Path, digest: str) -> "QuestionSet":
        """Draw the questions to a submission.

        Args:
            nb: Its sanitized notebook.
            names: Whose it is: ``assignment`` and ``student``.
            folder: Its files.
            digest: SHA-256 of what was handed in.
        """
        data = self.data_of(names["assignment"])
        submission = questions.Submission(
            course=Path(self.course),
            assignment=names["assignment"],
            student=names["student"],
            digest=digest,
            data=data,
        )
        drawn = questions.draw(submission)
        about = {
            question.task.name: about_run(
                folder,
                names["assignment"],
                data,
                exercises.runs_of(names["assignment"], question.task),
            )
            for question in drawn
        }
        return QuestionSet(drawn, about, data, submission.digest)

    def conclude(
        self, nb: NotebookNode, resources: dict, asked: "QuestionSet", private: Path
    ) -> None:
        """Judge what was answered, and leave in the resources what the next steps need."""
        self._about = asked.about
        resources["verdicts"] = self.judge(nb, asked.drawn, private)
        resources["judged"] = {
            "data": asked.data,
            "digest": asked.digest,
            "sandboxed": self.sandboxed,
        }

    def data_of(self, assignment: str) -> str:
        """Return the data set that an assignment is graded on.

        Raises:
            DataError: The configuration names one that the assignment does not work on.
        """
        choices = exercises.choices(assignment)
        data = self.graded_data.get(assignment, choices[0])
        if data not in choices:
            raise DataError(
                f"{assignment} cannot be graded on '{data}'. Set c.AskingExecute.graded_data in "
                f"nbgrader_config.py to one of {', '.join(choices)}."
            )
        return data

    def judge(
        self, nb: NotebookNode, drawn: list[questions.Question], private: Path
    ) -> dict[str, judge.Verdict]:
        """Return a verdict for each task that the notebook has a graded cell for."""
        verdicts = judge.judge_all(nb, drawn, private, self._about, self.ended)
        if not self.sandboxed:
            for one in verdicts.values():
                one.notes.append(UNSANDBOXED)
        return verdicts

    def kernel_environment(self, private: Path, data: str) -> dict[str, str]:
        """Return all variables of a student's kernel, its exchange folder and data set included."""
        return {
            **every_environment(self.threads),
            exchange.VARIABLE: str(private),
            **self.chosen_environment(data),
        }

    def chosen_environment(self, data: str) -> dict[str, str]:
        """Return the variables of a student's kernel that the instructor chooses."""
        return {"COURSE_DATA": data, "COURSE_BUDGET": os.environ.get("COURSE_BUDGET", "laptop")}


@dataclass(frozen=True)
class QuestionSet:
    """What one submission is asked.

    Attributes:
        drawn: The questions.
        about: By task, what is to be said about the runs that it depends on.
        data: The data set that the assignment is graded on.
        digest: SHA-256 of the submission.
    """

    drawn: list[questions.Question]
    about: dict[str, About]
    data: str
    digest: str

    def write(self, private: Path) -> None:
        """Write the questions into a private folder, with an empty slot for each answer."""
        questions.write(self.drawn, private)

    def __deepcopy__(self, memo: Any) -> "QuestionSet":
        """Return the object itself: nbconvert copies its resources before each preprocessor."""
        return self


def sections(config: Config) -> dict[str, dict[str, Any]]:
    """Return the parts of a configuration that a kernel depends on, as plain dictionaries.

    A worker knows no :class:`AskingExecute`: what is set of it is handed on as of its base.
    """
    names = [cls.__name__ for cls in (*SandboxedExecute.mro(), Sandbox)]
    found = {name: dict(config[name]) for name in names if name in config}
    known = set(SandboxedExecute.class_trait_names(config=True))
    asked = dict(config.get(AskingExecute.__name__, {}))
    own = {name: value for name, value in asked.items() if name in known}
    if own:
        base = SandboxedExecute.__name__
        found[base] = {**found.get(base, {}), **own}
    return found


def job(asked: QuestionSet, nb: NotebookNode, folder: Path, execute: AskingExecute) -> Job:
    """Pack the work on one submission.

    Args:
        asked: What it is asked.
        nb: Its sanitized notebook.
        folder: Its files.
        execute: The settings of its kernel.
    """
    with private_folder() as private:
        asked.write(private)
        written = {path.name: path.read_bytes() for path in (private / "questions").iterdir()}
        slots = tuple(sorted(path.name for path in (private / "answers").iterdir()))
    return Job(
        notebook=nbformat.writes(nb),
        files={
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink()
        },
        questions=written,
        answers=slots,
        settings=sections(execute.config),
        environment=execute.chosen_environment(asked.data),
        threads=execute.threads,
    )
