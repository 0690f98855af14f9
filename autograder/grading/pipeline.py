"""One submission's way through the grader: prepare, run, finish.

``prepare`` takes in what was handed in, restores the course's cells and draws the questions.
``run``, in ``autograder.sandbox.run``, is the only stage with a kernel; it gets and gives plain
values, here, in another process or on a cluster. ``finish`` judges the answers and writes scores,
record and graded notebook. A submission on which a stage fails earns 0 and a sentence, and the
others are graded all the same.

``nbgrader autograde``, formgrader's button and ``python -m autograder grade`` all go this way:
:class:`Grader` takes the place of nbgrader's own converter (``autograder.configuration``), which
looks submissions up with patterns, works on what students handed in, and stops the whole batch at
the first old schema or locked gradebook.
"""

import contextlib
import copy
import queue
import re
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import rmtree
from sqlalchemy.exc import OperationalError
from traitlets import Integer, import_item

from autograder.course import SecretError, keep_from_others, load_secret
from autograder.grading import asking, display, finished, flags, judge, record
from autograder.grading.asking import Asking, QuestionSet
from autograder.grading.progress import bar
from autograder.grading.submissions import AnyName, fits
from autograder.grading.workers import Cluster, Here, Pool, Workers, died
from autograder.intake import repair
from autograder.intake import submission as intake
from autograder.intake.notes import Notes
from autograder.sandbox import Sandbox, run
from autograder.sandbox.run import Job, Outcome
from autograder.text import shown
from course_utils import __version__
from course_utils.errors import CourseError, first_line

INTAKE_FOLDER = "intake"
# Where the time of a submission goes: a safe copy with the course's cells, its questions, the start
# of its kernel, its cells, its verdicts, and scores and notebooks.
STAGES = ("intake", "questions", "start", "cells", "judging", "gradebook")
CROWDED = "A kernel was ended for no fault of its own, and runs again when no other one does"
ATTEMPTS = 3  # of one job, before its workers' deaths are put down to it
# Seconds between attempts while another process locks the gradebook.
SECONDS_BETWEEN_ATTEMPTS = (1, 2, 4, 8)


class KernelFailed(Exception):
    """A notebook could not be run for a reason that is not the notebook's."""


class Assigned(NamedTuple):
    """What all submissions of an assignment have in common.

    Attributes:
        name: The assignment's id.
        notebooks: The names of its notebooks that are graded.
        graded_with: A fingerprint of what they are graded with.
        known: The students whose submission the gradebook has.
        released: By notebook, its nbgrader cells as they were released.
        shows: By notebook, what its release says of its cells that only show something.
    """

    name: str
    notebooks: list[str]
    graded_with: str
    known: set[str]
    released: dict[str, repair.Released]
    shows: dict[str, display.Shows]


@dataclass
class Prepared:
    """A submission on its way.

    Attributes:
        assigned: What it is a submission of.
        student: Whose it is.
        hand_in: A fingerprint of what was handed in.
        copy: The folder with its safe copy.
        notes: What is said about it.
        digests: By notebook, SHA-256 of what was handed in.
        notebooks: Its sanitized notebooks by name.
        asked: By name of a notebook that is run, what it is asked.
        jobs: Likewise, what a worker gets.
        outcomes: Likewise, what came back.
        timings: Where its time went, in seconds, by ``STAGES``.
    """

    assigned: Assigned
    student: str
    hand_in: str
    copy: Path
    notes: Notes = field(default_factory=Notes)
    digests: dict[str, str] = field(default_factory=dict)
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    asked: dict[str, QuestionSet] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @property
    def fingerprint(self) -> str:
        """Of what was handed in and of what it is graded with."""
        return f"{self.assigned.graded_with}-{self.hand_in}"

    @contextlib.contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the time of a block as a stage's."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.timings[stage] += time.monotonic() - started

    def let_go(self) -> None:
        """Forget what is large: a whole class's questions and files would fill the memory."""
        self.notebooks, self.asked, self.jobs, self.outcomes = {}, {}, {}, {}


class Errand(NamedTuple):
    """One notebook of a submission that a worker is to run, for which time, and how.

    Attributes:
        alone: Whether it is run while no other is, after all others.
    """

    prepared: Prepared
    notebook: str
    attempt: int = 1
    alone: bool = False


class Grader(AnyName, Autograde):
    """nbgrader's autograding, of many submissions, each by itself.

    Attributes:
        workers: How many processes of this machine run kernels; 0 for this process alone, in which
            kernels start cold.
        scheduler: The address of the Dask scheduler whose workers run them instead; or nothing.
        asking: What submissions are asked.
        counts: Submissions that were graded, failed, were graded before, and are too many.
        timings: By student who was graded now, where the time went.
    """

    hand_ins = Integer(
        20,
        min=1,
        help="How many hand-ins of a student are graded in an assignment: each tells a bit of the "
        "hidden images. One too many stays in submitted/, and the grade before it is kept.",
    ).tag(config=True)
    workers = 0
    scheduler = ""

    def start(self) -> None:
        """Grade what is new or changed, unless the sandbox does not work or the secret is lost.

        Raises:
            NbGraderException: Nothing was graded, or some submission could not be.
        """
        self._require_settings()
        self._require_sandbox()
        self._require_secret()
        self.asking = Asking(parent=self)
        self.counts = {"graded": 0, "failed": 0, "before": 0, "waiting": 0}
        self.timings: dict[str, dict[str, float]] = {}
        super().start()

    def _require_settings(self) -> None:
        if "AskingExecute" in self.config:
            self._stop(
                "c.AskingExecute is called c.Asking since version 0.3.0. Rename it in "
                "nbgrader_config.py, then grade again."
            )

    def _require_sandbox(self) -> None:
        sandbox = Sandbox(config=self.config)
        problem = sandbox.problem()
        if sandbox.required and problem:
            self._stop(problem)
        if not self.scheduler and not problem and (sentence := sandbox.warning()):
            self.log.warning(sentence)

    def _require_secret(self) -> None:
        """Close the course's folder to others, and make sure that the secret is in it."""
        course = Path(self.coursedir.root)
        if not course.is_dir():  # nbgrader says so
            return
        keep_from_others(course, self.coursedir.groupshared)
        try:
            load_secret(course)
        except (SecretError, OSError) as error:
            self._stop(str(error))

    def _stop(self, sentence: str) -> NoReturn:
        self.log.error(sentence)
        raise NbGraderException(sentence)

    def notebooks_in(self, folder: Path) -> list[str]:
        """Return no notebooks: each folder counts as a submission, to be opened when graded."""
        return []

    # ---- all submissions -------------------------------------------------------------------------

    def convert_notebooks(self) -> None:
        """Grade all submissions, and say at the end what was repaired and refused.

        Raises:
            NbGraderException: The grader failed on a submission.
            KeyboardInterrupt: A person stopped it; what was finished is kept.
        """
        found: dict[str, list[str]] = {}
        for folder in sorted(self.assignments):
            student, assignment = Path(folder).parts[-2:]
            found.setdefault(assignment, []).append(student)
        todo = [
            one
            for assigned in [self._assigned(name) for name in found]
            for one in self._to_do(assigned, found[assigned.name])
        ]
        done: list[Prepared] = []
        failed: list[str] = []
        if todo:
            shows = bool(self.workers or self.scheduler)
            with self._at_work(todo) as workers, bar(len(todo), shows) as progress:
                try:
                    for one, problem in self._graded(todo, workers):
                        done.append(one)
                        failed += [one.student] if problem else []
                        self.counts["failed" if problem else "graded"] += 1
                        self.timings[one.student] = one.timings
                        progress.set_postfix(failed=len(failed), refresh=False)
                        progress.update()
                except KeyboardInterrupt:
                    self.log.error("Stopped; what was finished before is kept.")
                    raise
        self._summarise(done, failed)

    def _assigned(self, assignment: str) -> Assigned:
        """Return what the submissions of an assignment have in common.

        Raises:
            NbGraderException: The gradebook does not know it, or knows it in another version.
        """
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            try:
                notebooks = book.find_assignment(assignment).notebooks
            except MissingEntry:
                self._stop(
                    f"The gradebook has no assignment {shown(assignment)}. Run make release."
                )
            if sentence := other_version(assignment, notebooks):
                self._stop(sentence)
            released = {
                one.name: repair.released(one, Path(self.coursedir.root)) for one in notebooks
            }
            known = {one.student_id for one in book.assignment_submissions(assignment)}
        source = self._source(assignment)
        return Assigned(
            assignment,
            [name for name in released if fits(name, self.coursedir.notebook_id)],
            finished.graded_with(Path(self.coursedir.root), assignment, self.config),
            known,
            released,
            {name: display.read_shows(source / f"{name}.ipynb") for name in released},
        )

    def _to_do(self, assigned: Assigned, students: list[str]) -> Iterator[Prepared]:
        """Yield the submissions that are new, changed, forced or half done, with nothing done."""
        excluded = self.coursedir.student_id_exclude.split(",")
        for student in students:
            if student in excluded:
                continue
            folder = self._submitted(assigned.name, student)
            hand_in = finished.handed_in(folder, self.coursedir.ignore)
            one = Prepared(assigned, student, hand_in, self._copy_of(assigned.name, student))
            if not self.force and self._is_finished(one):
                self.counts["before"] += 1
            elif self._is_one_too_many(one):
                self.counts["waiting"] += 1
            else:
                yield one

    def _is_one_too_many(self, one: Prepared) -> bool:
        """Return whether a hand-in is beyond the limit, which student and instructor are told."""
        path = self._record_of(one)
        try:
            before = record.hand_ins(path)
        except CourseError as error:  # then it is not graded: it might be one too many
            self.log.error("%s: %s", shown(one.student), error)
            return True
        if before.graded_again(one.hand_in) or len(before.counted) < self.hand_ins:
            return False
        self.log.warning(
            "%s: not graded. %d hand-ins were, which c.Grader.hand_ins allows. The grade before it "
            "stays, and the new files wait in submitted/.",
            shown(one.student),
            len(before.counted),
        )
        record.add_note(
            path,
            f"A later hand-in of yours was not graded: {len(before.counted)} were, and no more are "
            "in this assignment. It is kept, and the grade before it stays. Ask your instructor.",
        )
        return True

    def _is_finished(self, one: Prepared) -> bool:
        made = Path(self._format_dest(one.assigned.name, one.student))
        return (
            one.student in one.assigned.known
            and finished.says(self._marker(one), one.fingerprint)
            and not one.copy.exists()
            and all((made / f"{name}.ipynb").is_file() for name in one.assigned.notebooks)
        )

    @contextlib.contextmanager
    def _at_work(self, todo: list[Prepared]) -> Iterator[Workers]:
        """Provide what runs the notebooks."""
        if self.scheduler:
            workers: Workers = Cluster(self.scheduler)
        elif self.workers:
            # It begins to import while the first submissions are prepared.
            data = self.asking.data_of(todo[0].assigned.name)
            warm = run.warm(self.config, self.asking.threads, data)
            workers = Pool(min(self.workers, len(todo)), warm)
        else:
            workers = Here()
        try:
            yield workers
        finally:
            workers.close()
            run.close()

    def _graded(
        self, todo: list[Prepared], workers: Workers
    ) -> Iterator[tuple[Prepared, Exception | None]]:
        """Let submissions go their way; yield each that came to its end, with what went wrong.

        Some are prepared while others run, and what has run is finished before anything else.
        """
        waiting, ready, told = deque(todo), deque[Errand](), set[str]()
        alone = deque[Errand]()
        running: dict[Any, Errand] = {}
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()  # promises that were kept or broken
        while waiting or ready or running or alone:
            if not (waiting or ready or running):
                ready.append(alone.popleft())
            if ended.empty() and ready and len(running) < workers.capacity:
                errand = ready.popleft()
                future = workers.submit(errand.prepared.jobs[errand.notebook])
                running[future] = errand
                future.add_done_callback(ended.put)
                continue
            if ended.empty() and waiting and len(running) < workers.capacity:
                one = waiting.popleft()
                problem = self._attempt(self.prepare, one)
                ready.extend(Errand(one, name) for name in one.jobs)
            else:
                future = ended.get()
                errand = running.pop(future)
                outcome = outcome_of(future, errand.attempt)
                if outcome is None:
                    ready.appendleft(errand._replace(attempt=errand.attempt + 1))
                    continue
                if outcome.crowded and not errand.alone:
                    alone.append(errand._replace(alone=True))
                    self._tell_once(f"{CROWDED} ({outcome.error}).", told)
                    continue
                one, problem = errand.prepared, None
                one.outcomes[errand.notebook] = outcome
                self._tell_about(outcome, told)
            if problem is None and len(one.outcomes) == len(one.jobs):
                problem = self._attempt(self.finish, one)
            elif problem is None:  # others of its notebooks still run
                continue
            one.let_go()
            yield one, problem

    def _attempt(self, stage: Callable[[Prepared], None], one: Prepared) -> Exception | None:
        """Let a submission pass a stage; return what went wrong, after which it has 0 points."""
        try:
            stage(one)
        except Exception as error:
            self.refuse(one, error)
            return error
        return None

    # ---- one submission --------------------------------------------------------------------------

    def prepare(self, one: Prepared) -> None:
        """Take a submission in, restore the course's cells, and draw its questions."""
        self._marker(one).unlink(missing_ok=True)
        one.student.encode()  # a name of undecodable bytes fits into no gradebook
        submitted = self._submitted(one.assigned.name, one.student)

        def take() -> None:
            with one.timed("intake"):
                one.digests = intake.take(
                    submitted, one.copy, one.assigned.notebooks, one.notes, self.coursedir.ignore
                )

        self._patiently(take, partial(self._enrol, one), partial(self._restore, one))
        with one.timed("questions"):
            self._ask(one)

    def _ask(self, one: Prepared) -> None:
        """Draw the questions to each notebook that is run."""
        for name, nb in one.notebooks.items():
            if name not in one.notes.refused:
                one.asked[name] = self.asking.ask(
                    Path(self.coursedir.root),
                    one.assigned.name,
                    one.student,
                    one.digests[name],
                    one.copy,
                )
                shows = one.assigned.shows[name]
                one.jobs[name] = self.asking.job(one.asked[name], nb, one.copy, shows)

    def _restore(self, one: Prepared) -> None:
        """Put the course's files and cells into a submission."""
        source = self._source(one.assigned.name)
        own = self.exclude_overwriting.get(one.assigned.name, [])
        with one.timed("intake"):
            intake.add_course_files(source, one.copy, own)
            self._hook(self.run_pre_convert_hook, one)
            for name in one.assigned.notebooks:
                nb = nbformat.read(one.copy / f"{name}.ipynb", as_version=4)
                resources = self._resources(one, name)
                one.notebooks[name] = self._through(self.sanitize_preprocessors, nb, resources)

    def _enrol(self, one: Prepared) -> None:
        """Enter student and submission into the gradebook, with the time of handing in.

        Raises:
            NbGraderException: Nobody knows the student, and students are not to be created.
        """
        handed_in = self.coursedir.get_existing_timestamp(str(one.copy))
        with (
            one.timed("gradebook"),
            Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book,
        ):
            if self.create_student:
                book.update_or_create_student(one.student)
            else:
                try:
                    book.find_student(one.student)
                except MissingEntry:
                    self._stop(f"No student {shown(one.student)} exists in the gradebook.")
            time_of_it = {"timestamp": handed_in} if handed_in else {}
            entry = book.update_or_create_submission(one.assigned.name, one.student, **time_of_it)
            if not handed_in:  # nobody knows; what was handed in before has another time
                entry.timestamp = None
                book.db.commit()

    def finish(self, one: Prepared) -> None:
        """Judge what came back, write scores, record and notebooks, and mark it as finished.

        Raises:
            KernelFailed: A notebook could not be run.
        """
        for outcome in one.outcomes.values():
            if outcome.error:
                raise KernelFailed(outcome.error)
            one.timings["start"] += outcome.starting
            one.timings["cells"] += outcome.seconds - outcome.starting
        self._patiently(partial(self._conclude, one))
        finished.write(self._marker(one), one.fingerprint)

    def _conclude(self, one: Prepared) -> None:
        """Write what a submission earned: its scores, its graded notebooks, and its record."""
        graded: dict[str, tuple[NotebookNode, ResourcesDict]] = {}
        with one.timed("judging"):
            for name, restored in one.notebooks.items():
                nb, resources = copy.deepcopy(restored), self._resources(one, name)
                if name in one.notes.refused:
                    resources["verdicts"] = judge.refused(nb, one.notes.refused[name])
                else:
                    asked, outcome = one.asked[name], one.outcomes[name]
                    nb = asking.with_outputs(nb, one.jobs[name], outcome)
                    resources["verdicts"] = asking.verdicts(asked, nb, outcome)
                    resources["judged"] = {
                        "data": asked.data,
                        "digest": asked.digest,
                        "sandboxed": outcome.sandboxed,
                        "timings": one.timings,
                    }
                graded[name] = nb, resources
        with one.timed("gradebook"):
            for name, (nb, resources) in graded.items():
                nb = self._through(self.autograde_preprocessors, nb, resources)
                graded[name] = nb, resources
            self._write(one, {name: nb for name, (nb, _) in graded.items()})
        counted, _ = before = record.hand_ins(self._record_of(one))
        if one.outcomes and not before.graded_again(one.hand_in):
            counted.append(one.hand_in)
        for nb, resources in graded.values():
            kept = record.make(nb, resources) | {"hand_ins": counted, "hand_in": one.hand_in}
            record.write(self._record_of(one), kept)
            for flag in flags.of_record(kept):
                self.log.warning(
                    "Look at %s: %s: %s", shown(one.student), flag.where, flag.sentence
                )
        rmtree(str(one.copy))
        with contextlib.suppress(OSError):
            one.copy.parent.rmdir()

    def _write(self, one: Prepared, notebooks: dict[str, NotebookNode]) -> None:
        """Write graded notebooks and the time of handing in, and no other file."""
        self._forget(one)
        folder = Path(self._format_dest(one.assigned.name, one.student))
        folder.mkdir(parents=True)
        for name, nb in notebooks.items():
            nbformat.write(nb, folder / f"{name}.ipynb")
        if (one.copy / intake.TIMESTAMP).is_file():
            shutil.copyfile(one.copy / intake.TIMESTAMP, folder / intake.TIMESTAMP)
        self.set_permissions(one.assigned.name, one.student)
        self._hook(self.run_post_convert_hook, one)

    def refuse(self, one: Prepared, error: Exception) -> None:
        """Give 0 points to a submission on which a stage raised; the next run tries again."""
        self.log.debug("Grading raised:", exc_info=True)
        sentence = (
            f"The grader failed on this submission ({type(error).__name__}). It has no points yet; "
            "your instructor was told."
        )
        self.log.error("%s: %s %s", shown(one.student), sentence, shown(first_line(error)))
        one.let_go()
        try:
            shutil.rmtree(one.copy, ignore_errors=True)
            for name in one.assigned.notebooks:
                intake.refuse(one.copy, name, sentence, one.notes)
            steps = (self._enrol, self._restore, self._conclude)
            self._patiently(*(partial(step, one) for step in steps))
        except Exception as again:
            self.log.debug("Refusing raised:", exc_info=True)
            try:
                self._zero(one)
            except Exception:
                self.log.error(
                    "%s: no score could be written (%s). Repair that, then grade again.",
                    shown(one.student),
                    shown(first_line(again)),
                )

    def _zero(self, one: Prepared) -> None:
        """Record a submission with automatic scores of 0, and nothing else."""
        self._forget(one)
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            book.update_or_create_student(one.student)
            submission = book.update_or_create_submission(one.assigned.name, one.student)
            for grade in (grade for each in submission.notebooks for grade in each.grades):
                grade.auto_score = 0
                grade.needs_manual_grade = False
            book.db.commit()

    def _through(
        self, stages: list[Any], nb: NotebookNode, resources: ResourcesDict
    ) -> NotebookNode:
        """Return a notebook after nbgrader's preprocessors, classes or their names, one by one."""
        for stage in stages:
            made = (import_item(stage) if isinstance(stage, str) else stage)(parent=self)
            nb, resources = made(nb, resources)
        return nb

    def _resources(self, one: Prepared, notebook: str) -> ResourcesDict:
        """Return what preprocessors know of a notebook besides its cells."""
        return ResourcesDict(
            unique_key=notebook,
            metadata={"name": notebook, "path": str(one.copy)},
            nbgrader={
                "student": one.student,
                "assignment": one.assigned.name,
                "notebook": notebook,
                "db_url": self.coursedir.db_url,
            },
            notes=one.notes,
            released=one.assigned.released[notebook],
        )

    def _hook(self, hook: Callable[[], None], one: Prepared) -> None:
        """Call a hook of the instructor's, which is told of this submission's notebooks."""
        self.notebooks = [str(one.copy / f"{name}.ipynb") for name in one.assigned.notebooks]
        hook()

    def _patiently(self, *steps: Callable[[], None]) -> None:
        """Do the steps, and start over, at most four times, while the gradebook is locked."""
        for wait in (*SECONDS_BETWEEN_ATTEMPTS, None):
            try:
                for step in steps:
                    step()
                return
            except OperationalError as error:
                if wait is None or "locked" not in str(error):
                    raise
                self.log.warning("The gradebook is locked; trying again in %d s.", wait)
                time.sleep(wait)

    def _source(self, assignment: str) -> Path:
        return Path(self.coursedir.root, self.coursedir.source_directory, assignment)

    def _submitted(self, assignment: str, student: str) -> Path:
        root = Path(self.coursedir.root, self.coursedir.submitted_directory)
        return root / student / assignment

    def _copy_of(self, assignment: str, student: str) -> Path:
        return Path(self.coursedir.root, INTAKE_FOLDER, student, assignment)

    def _record_of(self, one: Prepared) -> Path:
        return record.record_file(Path(self.coursedir.root), one.assigned.name, one.student)

    def _marker(self, one: Prepared) -> Path:
        return finished.file(Path(self.coursedir.root), one.assigned.name, one.student)

    def _forget(self, one: Prepared) -> None:
        """Remove what was made of a submission before."""
        graded = Path(self._format_dest(one.assigned.name, one.student))
        if graded.exists():
            rmtree(str(graded))

    # ---- saying ----------------------------------------------------------------------------------

    def _tell_about(self, outcome: Outcome, told: set[str]) -> None:
        """Say once how a worker differs from this machine: a last digit may differ, too."""
        here, sentences = run.machine(), []
        other = ", ".join(
            f"{name} {value} (here {here.get(name, 'none')})"
            for name, value in sorted(outcome.machine.items())
            if here.get(name) != value
        )
        if other:
            sentences.append(f"A worker differs from this machine: {other}.")
        if outcome.cold and outcome.sandboxed and "differ" not in outcome.cold:
            sentences.append(f"Kernels start cold, which takes longer: {outcome.cold}.")
        for sentence in sentences:
            self._tell_once(sentence, told)

    def _tell_once(self, sentence: str, told: set[str]) -> None:
        if sentence not in told:
            told.add(sentence)
            self.log.warning(sentence)

    def _summarise(self, done: list[Prepared], failed: list[str]) -> None:
        """Log one line about all, and the sentences about each that was repaired or refused.

        Raises:
            NbGraderException: The grader failed on a submission.
        """
        refused = [one for one in done if one.notes.refused]
        repaired = [one for one in done if one.notes.repaired and not one.notes.refused]
        for word, some in (("Repaired", repaired), ("Refused", refused)):
            for one in some:
                self.log.warning("%s: %s: %s", word, shown(one.student), " ".join(one.notes))
        self.log.info(
            "%d graded, %d of them repaired, %d refused.",
            len(done) - len(refused),
            len(repaired),
            len(refused),
        )
        if failed:
            names = ", ".join(shown(student) for student in failed)
            raise NbGraderException(f"The grader failed on {names}; see its sentences above.")


def outcome_of(future: Any, attempt: int) -> Outcome | None:
    """Return what a worker promised, or ``None`` if it died and the job is to be done again.

    Args:
        future: The promise, kept or broken.
        attempt: For which time the job was handed out.
    """
    error = CancelledError() if future.cancelled() else future.exception()
    if error is None:
        return future.result()
    if not died(error):
        return Outcome(error=f"{type(error).__name__}: {error}")
    return None if attempt < ATTEMPTS else Outcome(error=f"its worker died {ATTEMPTS} times")


def other_version(assignment: str, notebooks: list[Notebook]) -> str:
    """Return a sentence if the gradebook's cells are of another version, or ''.

    Args:
        assignment: The assignment's id.
        notebooks: Its notebooks in the gradebook, whose graded cells end in their version.
    """
    graded = {cell.name for notebook in notebooks for cell in notebook.grade_cells}
    sources = [
        cell.source or ""
        for notebook in notebooks
        for cell in notebook.source_cells
        if cell.name in graded and cell.locked and cell.cell_type == "code"
    ]
    if all(
        source.endswith(repair.FAIL_CLOSED) for source in sources
    ):  # none where a person grades all
        return ""
    found = re.search(r"^0  # version (\S+)$", "\n".join(sources), re.MULTILINE)
    version = f"version {found[1]}" if found else "an older version"
    return (
        f"The gradebook has the cells of {shown(assignment)} from {version} of the course, and "
        f"this is version {__version__}. Run make release, then grade again."
    )
