"""A class on a stage: what is worth stealing or breaking is planted, graded, and looked at again.

The same stage carries the course's grader and stock nbgrader, so that one table compares them.
"""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import numpy as np
import psutil
from nbgrader.api import Gradebook, MissingEntry

from autograder.course import ROOT
from autograder.references.start_here import channel_means
from autograder.reporting.formulas import drawn
from tests.submissions.inert import active
from tests.submissions.neighbours import RIGHT_POINTS, VICTIMS, neighbour
from tests.submissions.seen import Seen, forms, outputs_of
from tests.submissions.surroundings import Listeners, survivors
from tests.submissions.zoo import MOST, START_HERE, VARIANT, Case, hand_in

NEVER_ENDED = "writing feedback never ended"
LONGEST = 5_000_000  # characters of a page that are looked at
REFERENCE = channel_means.expected.__doc__.partition(":")[0]  # in autograder/references/
LIMITS = {
    START_HERE: ("--Execute.timeout=6", "--Execute.iopub_timeout=4"),
    VARIANT: ("--Execute.timeout=60", "--Execute.iopub_timeout=20"),
}
OURS = {
    START_HERE: ("--Sandbox.seconds=25", "--Sandbox.memory=2000000000"),
    VARIANT: ("--Sandbox.seconds=120",),
}


class Stage:
    """One class: prepare, submit, start, finish, look.

    Args:
        folder: A folder of its own; created.
        course: A released course, which is copied.
        assignment: What is graded.
        ours: Whether the course's grader grades, or else stock nbgrader.
        warm: Whether it is the parallel grader, whose kernels start warm.
        scheduler: The address of a Dask scheduler, whose workers run the kernels then.
        pinned: Whether this class meets the same questions, and the same planted texts, each time.
    """

    def __init__(
        self,
        folder: Path,
        course: Path,
        assignment: str = START_HERE,
        *,
        ours: bool = True,
        warm: bool = False,
        scheduler: str = "",
        pinned: bool = False,
    ):
        self.folder, self.assignment, self.ours, self.warm = folder, assignment, ours, warm
        self.pinned, self.scheduler = pinned, scheduler
        self.course, self.home = folder / "course", folder / "home"
        drawn = random.Random(folder.name) if pinned else random.SystemRandom()

        def token(count: int) -> str:
            return drawn.randbytes(count).hex()

        self.marker = f"zoo{token(4)}"
        self.canaries = {
            name: f"CANARY_{name}_{token(6)}"
            for name in ("gradebook", "neighbour", "environment", "home", "source", "labels", "tmp")
        }
        self.canaries["secret"] = f"CANARY_secret_{token(9)}"  # 32 bytes
        self.canaries["references"] = REFERENCE
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(course, self.course)
        self.listeners = Listeners(folder / "socket", self.marker)
        self.cases: list[Case] = []
        self.log = ""
        self.finished = True
        self.processes = self.memory = 0
        self._plant()

    @property
    def values(self) -> dict[str, str]:
        """What an attacker may know: everything but the secrets."""
        return {
            "COURSE": str(self.course),
            "ROOT": str(ROOT),
            "HOME": str(self.home),
            "PORT": str(self.listeners.port),
            "SOCKET": str(self.listeners.path),
            "ABSTRACT": self.marker,
            "MARKER": self.marker,
            "VICTIM": VICTIMS[0],
        }

    def _plant(self) -> None:
        self.home.mkdir()
        (self.home / ".ssh").mkdir()
        (self.home / ".ssh" / "id_ed25519").write_text(self.canaries["home"])
        secret = self.course / ".secret"
        secret.unlink(missing_ok=True)
        secret.write_bytes(self.canaries["secret"].encode())
        secret.chmod(0o600)
        (self.course / "hidden").mkdir(exist_ok=True)
        (self.course / "hidden" / "labels.txt").write_text(self.canaries["labels"])
        (self.folder / "grading-notes.txt").write_text(self.canaries["tmp"])
        source = self.course / "source" / START_HERE / f"{START_HERE}.ipynb"
        with source.open() as file:
            notebook = json.load(file)
        notebook["cells"].append(
            {
                "cell_type": "markdown",
                "id": "planted",
                "metadata": {},
                "source": self.canaries["source"],
            }
        )
        source.write_text(json.dumps(notebook))
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            for victim in VICTIMS:
                book.update_or_create_student(victim, last_name=self.canaries["gradebook"])
        for victim in VICTIMS:
            hand_in(neighbour(victim, self.assignment, self.canaries["neighbour"]), self.course, {})
            handed_in = self.course / "submitted" / f"victim-{victim}"
            handed_in.rename(handed_in.with_name(victim))

    def submit(self, case: Case, runs: Path | None = None) -> None:
        """Hand one submission in."""
        if case.put is not None:
            folder = self.course / "submitted" / case.student / case.assignment
            folder.mkdir(parents=True)
            case.put(folder)
        else:
            hand_in(case, self.course, self.values, runs)
        self.cases.append(case)

    # ---- grading -------------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """The grader's environment, with something in it that no student may see."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "NBGRADER"))}
        return {
            **kept,
            "HOME": str(self.home),
            "GRADER_TOKEN": self.canaries["environment"],
            "COURSE_ROOT": str(self.course),
            "COURSE_BUDGET": "quick",
            "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }

    def start(self, *arguments: str) -> None:
        """Start to grade."""
        self.before = self.snapshot()
        self.disk = shutil.disk_usage(self.folder).free
        limits = LIMITS[self.assignment] + (OURS[self.assignment] if self.ours else ())
        command = ["nbgrader", "autograde", self.assignment, *limits]
        if self.warm or self.scheduler:
            settings = (word for limit in limits for word in ("--set", limit.removeprefix("--")))
            grader = "tests.same_grades" if self.pinned else "autograder"
            workers = f"--scheduler={self.scheduler}" if self.scheduler else "--workers=2"
            command = [grader, "grade", self.assignment, workers, *settings]
        self._output = (self.folder / "log.txt").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command, *arguments],
            cwd=ROOT if self.ours else self.course,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._watch = threading.Thread(target=self._sample, daemon=True)
        self._watch.start()

    def finish(self, seconds: float = 1200, *, feedback: bool = True) -> None:
        """Wait for it, look for survivors, and write the feedback."""
        try:
            self.status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.finished, self.status = False, -1
            self._process.kill()
        self._watch.join()
        self._output.close()
        time.sleep(1)  # a child that was told to die is gone by then
        self.survivors = survivors(self.marker)
        self.log = (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")
        self.feedback_log = self._write_feedback() if feedback else ""
        self.after = self.snapshot()
        self.listeners.close()

    def _write_feedback(self) -> str:
        try:
            feedback = subprocess.run(
                [sys.executable, "-m", "nbgrader", "generate_feedback", self.assignment],
                cwd=ROOT if self.ours else self.course,
                env=self.environment(),
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=300 if self.ours else 40,
            )
        except subprocess.TimeoutExpired:
            return NEVER_ENDED
        return feedback.stderr

    def _sample(self) -> None:
        """The most memory that the grader itself took, and the most processes below it."""
        try:
            grader = psutil.Process(self._process.pid)
            while self._process.poll() is None:
                self.memory = max(self.memory, grader.memory_info().rss)
                self.processes = max(self.processes, len(grader.children(recursive=True)))
                time.sleep(0.25)
        except psutil.Error:
            return

    # ---- looking -------------------------------------------------------------------------------

    def snapshot(self) -> dict[str, str]:
        """Digests of everything that grading must leave alone."""
        roots = [self.home, self.folder / "grading-notes.txt"]
        roots += [self.course / name for name in ("submitted", "source", "release", ".secret")]
        roots += [self.course / "hidden" / "labels.txt", self.course / "nbgrader_config.py"]
        found = {}
        for root in roots:
            for path in [root, *(sorted(root.rglob("*")) if root.is_dir() else [])]:
                if path.is_symlink() or not path.is_file():
                    continue
                name = path.relative_to(self.folder).as_posix()
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def changed(self) -> list[str]:
        """The files that grading should have left alone and did not."""
        cache = ("home/.cache", "home/.local", "home/.ipython", "home/.jupyter", "home/.config")
        names = set(self.before) | set(self.after)
        return sorted(
            name
            for name in names
            if self.before.get(name) != self.after.get(name) and not name.startswith(cache)
        )

    def scores(self) -> dict[str, tuple[float, bool]]:
        """Points, and whether a person must grade, by student."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            try:
                submissions = book.assignment_submissions(self.assignment)
            except MissingEntry:
                return {}
            return {s.student.id: (s.score, s.needs_manual_grade) for s in submissions}

    def maximum(self) -> float | None:
        """The points that the gradebook says can be had."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            try:
                return book.find_assignment(self.assignment).max_score
            except MissingEntry:
                return None

    def effects(self, seen: dict[str, Seen]) -> list[str]:
        """What happened to the class as a whole, in words; nothing where all is well."""
        words = []
        right = RIGHT_POINTS[self.assignment]
        for victim in VICTIMS:
            if seen[victim].score is None:
                words.append(f"the neighbour {victim} gets no grade")
            elif seen[victim].score != right:
                words.append(f"the neighbour {victim} gets {seen[victim].score:g} of {right:g}")
        if not self.finished:
            words.append("grading never ended")
        elif self.status < 0:
            words.append("the grader was killed")
        changed = [name for name in self.changed() if "cache" not in name]
        if changed:
            words.append(f"changes {len(changed)} files, such as {Path(changed[0]).name}")
        if self.feedback_log == NEVER_ENDED:
            words.append("writing feedback takes minutes")
        if self.survivors:
            words.append(f"{len(self.survivors)} processes live on")
        if self.maximum() != MOST[self.assignment]:
            words.append("changes what the assignment is worth")
        if self.memory > 500_000_000:
            words.append(f"the grader grows to {self.memory / 1e6:,.0f} MB")
        if "\x1b]0;ZOO" in self.log:
            words.append("steers the terminal")
        return words

    def look(self) -> dict[str, Seen]:
        """What came of each submission, victims included."""
        scores = self.scores()
        self.canaries |= hidden_images(self.course)
        plain = active(self._page(VICTIMS[0])) | active(self._page(VICTIMS[1]))
        plain |= active(self._texts_of_the_course())
        return {
            student: self._look_at(student, scores, plain)
            for student in [*VICTIMS, *(case.student for case in self.cases)]
        }

    def _look_at(self, student: str, scores: dict, plain: set) -> Seen:
        page = self._page(student)
        folder = self.course / "autograded" / student
        kept = [path for path in sorted(folder.glob("*/*")) if path.is_file()]
        written = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in kept)
        outputs = outputs_of(kept)
        score, manual = scores.get(student, (None, False))
        everything = written + page
        leaked = [
            name
            for name, canary in self.canaries.items()
            if any(form in everything for form in forms(canary))
            and not (student in VICTIMS and name == "neighbour")
        ]
        proofs = sorted({line for line in outputs.splitlines() if line.startswith("PROOF")})
        calls = {caller.split(":")[0] for caller in self.listeners.callers if student in caller}
        proofs += [f"PROOF reaches a service by {kind}" for kind in sorted(calls)]
        found = sorted(f"{what}: {value[:80]}" for what, value in active(page) - plain)
        return Seen(score, manual, leaked, proofs, found, page)

    def _texts_of_the_course(self) -> str:
        """The text cells of the released notebook, with their formulas drawn."""
        path = self.course / "source" / self.assignment / f"{self.assignment}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        return "\n".join(drawn(cell.source) for cell in cells if cell.cell_type == "markdown")

    def _page(self, student: str) -> str:
        path = self.course / "feedback" / student / self.assignment / f"{self.assignment}.html"
        if not path.exists():
            return ""
        return path.read_text(encoding="utf-8", errors="replace")[:LONGEST]


def hidden_images(course: Path) -> dict[str, str]:
    """What tells that someone has seen the first hidden image: its digest, and numbers made of it.

    Nothing where no hidden images were drawn.
    """
    found = {}
    for path in sorted((course / "hidden").glob(f"{VARIANT}.*.npz")):
        with np.load(path) as stored:
            digest = hashlib.sha256(stored["images"][0].tobytes()).hexdigest()[:24]
        number = int(digest[:12], 16)
        found |= {
            "hidden images": digest,
            "hidden images as a number": f"{number:,}",
            "hidden images as digits": str(number),
        }
    return found
