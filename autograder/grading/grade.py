"""Grades a class: ``python -m autograder grade ASSIGNMENT``.

The notebooks run in many sandboxed kernels at a time, on this machine or on a cluster. One process,
this one, asks, judges and writes the gradebook, with the same steps as ``nbgrader autograde``: what
that does in one go is divided here before and after the kernel.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import rmtree, setenv

from autograder.grading import asking, finished
from autograder.grading.asking import AskingExecute
from autograder.grading.batch import INTAKE_FOLDER, Batch, executes
from autograder.grading.judge import Refuse
from autograder.grading.prepared import Prepared, TakeAnswers
from autograder.grading.progress import bar
from autograder.grading.submissions import changed
from autograder.grading.workers import Cluster, Pool
from autograder.intake import submission
from autograder.intake.notes import Notes
from autograder.sandbox import run
from autograder.sandbox.run import Outcome


class KernelFailed(Exception):
    """A worker could not run a notebook for a reason that is not the notebook's."""


class Grader(Batch):
    """Grades many submissions at a time.

    Attributes:
        workers: How many processes of this machine run kernels.
        scheduler: The address of the Dask scheduler whose workers run them instead; or nothing.
        all: Whether to grade again what was graded and did not change.
        counts: Submissions that were graded, failed, and were graded before.
    """

    workers = 1
    scheduler = ""
    all = False

    def convert_notebooks(self) -> None:
        """Grade what is new or changed.

        Raises:
            NbGraderException: The grader failed on a submission.
            KeyboardInterrupt: A person stopped it; what was finished is kept.
        """
        self._assignment = self.coursedir.assignment_id
        self._wanted = self._names(self._assignment)
        course = Path(self.coursedir.root)
        self._graded_with = finished.graded_with(course, self._assignment, self.config)
        self._known = self._in_gradebook()
        self._ahead: dict[tuple[str, str], Prepared] = {}
        self._under_way: set[str] = set()
        self._told: set[str] = set()
        self.counts = {"graded": 0, "failed": 0, "before": 0}
        waiting = list(self._to_do([Path(one).parent.name for one in sorted(self.assignments)]))
        if waiting:
            self._grade_all(waiting)
        self._summarise()

    def _to_do(self, students: list[str]) -> Iterator[tuple[str, str]]:
        """Yield each student to be graded, with the fingerprint of what is to be graded."""
        submitted = Path(self.coursedir.root, self.coursedir.submitted_directory)
        for student in students:
            folder = submitted / student / self._assignment
            parts = (self._graded_with, finished.handed_in(folder, self.coursedir.ignore))
            fingerprint = "-".join(parts)
            if self.all or not self._is_finished(student, fingerprint):
                yield student, fingerprint
            else:
                self.counts["before"] += 1

    def _is_finished(self, student: str, fingerprint: str) -> bool:
        made = Path(self._format_dest(self._assignment, student))
        return (
            student in self._known
            and finished.says(self._marker(student), fingerprint)
            and not self._copy_of(self._assignment, student).exists()
            and all((made / f"{name}.ipynb").is_file() for name in self._wanted)
        )

    def _in_gradebook(self) -> set[str]:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            return {one.student_id for one in book.assignment_submissions(self._assignment)}

    def _grade_all(self, waiting: list[tuple[str, str]]) -> None:
        pool = Cluster(self.scheduler) if self.scheduler else self._local(len(waiting))
        waiting.reverse()
        try:
            with bar(len(waiting)) as self._bar:
                while waiting or pool.busy:
                    if waiting and pool.hungry:
                        self._begin(*waiting.pop(), pool)
                    else:
                        self._take(*pool.result())
        finally:
            pool.close()
            for student in self._under_way:
                self._forget(self._assignment, student)

    def _local(self, submissions: int) -> Pool:
        execute = AskingExecute(parent=self)
        # It begins to import while the first are prepared.
        run.warm(execute, execute.threads, execute.data_of(self._assignment))
        return Pool(min(self.workers, submissions))

    # ---- one submission ------------------------------------------------------------------------

    def _begin(self, student: str, fingerprint: str, pool: Pool | Cluster) -> None:
        """Take a submission in, draw its questions, and hand its notebooks to workers."""
        self._under_way.add(student)
        copy = self._copy_of(self._assignment, student)
        self._notes = Notes()
        self._choose(copy, self._wanted)
        prepared = Prepared(student, self._notes, [], fingerprint)
        submitted = Path(self.coursedir.root, self.coursedir.submitted_directory)

        def take() -> None:
            folder = submitted / student / self._assignment
            prepared.digests = submission.take(
                folder, copy, self._wanted, self._notes, self.coursedir.ignore
            )

        try:
            student.encode()  # a name of undecodable bytes fits into no gradebook
            self._marker(student).unlink(missing_ok=True)
            self._forget(self._assignment, student)
            self._patiently(take, lambda: self._sanitize(student))
            prepared.notebooks = list(self.notebooks)
            jobs = {path: self._ask(path, prepared) for path in self._to_run(prepared)}
        except Exception as error:
            self._fail(prepared, error)
            return
        for path, job in jobs.items():
            self._ahead[student, path] = prepared
            pool.submit((student, path), job)
        if not jobs:
            self._finish(prepared)

    def _sanitize(self, student: str) -> None:
        """Run nbgrader's steps for one submission up to where its notebooks would be executed."""
        Path(self._format_dest(self._assignment, student)).mkdir(parents=True, exist_ok=True)
        with changed(self.coursedir, submitted_directory=INTAKE_FOLDER):
            self.run_pre_convert_hook()
            self.init_assignment(self._assignment, student)
            with changed(self, _sanitizing=True):
                self._init_preprocessors()
                for notebook in self.notebooks:
                    BaseConverter.convert_single_notebook(self, notebook)

    def _to_run(self, prepared: Prepared) -> list[str]:
        names = prepared.notes.refused
        return [path for path in prepared.notebooks if Path(path).stem not in names]

    def _ask(self, path: str, prepared: Prepared) -> run.Job:
        """Draw the questions to a sanitized notebook, and pack what its kernel needs."""
        folder = Path(self._format_dest(self._assignment, prepared.student))
        name = Path(path).stem
        nb = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        execute = AskingExecute(parent=self)
        names = {"assignment": self._assignment, "student": prepared.student}
        prepared.asked[name] = execute.ask(nb, names, folder, prepared.digests[name])
        return asking.job(prepared.asked[name], nb, folder, execute)

    def _take(self, key: tuple[str, str], outcome: Outcome) -> None:
        """Take what a worker hands back; after a submission's last notebook, finish it."""
        _, path = key
        prepared = self._ahead.pop(key)
        prepared.outcomes[Path(path).stem] = outcome
        self._tell_about(outcome)
        if not any(one is prepared for one in self._ahead.values()):
            self._finish(prepared)

    def _finish(self, prepared: Prepared) -> None:
        """Judge, write the gradebook and the graded notebook, and record that it is finished."""
        student = prepared.student
        left = list(prepared.notebooks)
        try:
            for outcome in prepared.outcomes.values():
                if outcome.error:
                    raise KernelFailed(outcome.error)
            self._notes, self.notebooks = prepared.notes, prepared.notebooks
            self._patiently(lambda: self._autograde(prepared, left))
            with changed(self.coursedir, submitted_directory=INTAKE_FOLDER):
                self.set_permissions(self._assignment, student)
                self.run_post_convert_hook()
            copy = self._copy_of(self._assignment, student)
            rmtree(str(copy))
            with contextlib.suppress(OSError):
                copy.parent.rmdir()
            finished.write(self._marker(student), prepared.fingerprint)
        except Exception as error:
            self._fail(prepared, error)
            return
        self._count("graded", prepared)

    def _autograde(self, prepared: Prepared, left: list[str]) -> None:
        """Run nbgrader's steps from where the notebooks would be executed."""
        while left:
            name = Path(left[0]).stem
            refused = name in prepared.notes.refused
            stage = Refuse if refused else TakeAnswers
            stages = [stage if executes(one) else one for one in self.autograde_preprocessors]
            made = Path(self._format_dest(self._assignment, prepared.student), f"{name}.ipynb")
            self._carried = (
                {}
                if refused
                else {"asked": prepared.asked[name], "outcome": prepared.outcomes[name]}
            )
            with (
                changed(self.coursedir, submitted_directory=INTAKE_FOLDER),
                changed(self, _sanitizing=False, autograde_preprocessors=stages),
                setenv(NBGRADER_EXECUTION="autograde"),
            ):
                self._init_preprocessors()
                BaseConverter.convert_single_notebook(self, str(made))
            left.pop(0)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict:
        """Add what a worker handed back to nbgrader's resources."""
        resources = super().init_single_notebook_resources(notebook_filename)
        return resources if self._sanitizing else {**resources, **self._carried}

    def _fail(self, prepared: Prepared, error: Exception) -> None:
        """Give 0 points to a submission on which grading raised; the next run tries again."""
        self._notes, self._carried = prepared.notes, {}
        self._choose(self._copy_of(self._assignment, prepared.student), self._wanted)
        self._refuse(prepared.student, self._assignment, self._wanted, error)
        self._count("failed", prepared)

    def _marker(self, student: str) -> Path:
        return finished.file(Path(self.coursedir.root), self._assignment, student)

    # ---- saying --------------------------------------------------------------------------------

    def _count(self, name: str, prepared: Prepared) -> None:
        self._outcomes.append((prepared.student, prepared.notes))
        self._under_way.discard(prepared.student)
        self.counts[name] += 1
        self._bar.set_postfix(failed=self.counts["failed"], refresh=False)
        self._bar.update()

    def _tell_about(self, outcome: Outcome) -> None:
        """Say once how a worker differs from this machine: a last digit may differ, too."""
        here = run.machine()
        other = ", ".join(
            f"{name} {value} (here {here.get(name, 'none')})"
            for name, value in sorted(outcome.machine.items())
            if here.get(name) != value
        )
        if other:
            self._tell(f"A worker differs from this machine: {other}.")
        if outcome.cold and outcome.sandboxed and "differ" not in outcome.cold:
            self._tell(f"Kernels start cold, which takes longer: {outcome.cold}.")

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self.log.warning(sentence)
