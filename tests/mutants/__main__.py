"""Asks mutants of right answers: ``python -m tests.mutants [TASK ...]``.

Mutants are right answers after one mechanical change, 60 a task, spread evenly over the kinds of
change; ``--list`` tells the kinds. The public check and the grader judge each of them. One that is
accepted like its answer survives, and is asked again on 20 more sets of questions: where one of
these catches it, the draws are narrow. A survivor that ``equivalent.json`` explains counts as
equivalent if it agrees with its answer on 1,000 inputs. The exit status is 1 where one is left.

Verdicts are kept in ``build/mutants/``: a run that was stopped goes on, and what was judged is not
judged again until the exercise changes. Where an accuracy is all that is asked, a survivor is
another classifier, and counts as equivalent at once.
"""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import ROOT, assignments
from course_utils import exercises
from tests.answers import FRESH, Answer
from tests.mutants import ANY, EQUIVALENT, Entry, Mutant, chosen, equivalent, mutants, right_answers
from tests.mutants.changes import CHANGES
from tests.mutants.results import Results, judging_digest
from tests.mutants.worker import Died, Worker

FOLDER = ROOT / "build" / "mutants"
COUNT, SEED, SETS, INPUTS = 60, 1, 20, 1_000
# Processor's seconds: of the first answer, and of a mutant, whose answer took some itself.
FIRST_SECONDS, LEAST_SECONDS, TIMES = 900, 5, 10
COLUMNS = ("mutants", "caught", "survivors", "equivalent", "narrow", "agreement")

ASSIGNMENTS = {
    task: assignment for assignment in assignments() for task in exercises.tasks(assignment)
}


@dataclass
class Tally:
    """What became of the mutants of a task.

    Attributes:
        task: Its name.
        mutants: How many were asked.
        caught: How many of them are not accepted.
        equivalent: How many survivors no input shows.
        narrow: How many survivors a further set of questions catches.
        agreeing: How many mutants and answers the check and the grader judge alike.
        answers: How many answers were asked.
        left: Sentences about survivors that are not equivalent.
        disagreeing: Sentences about mutants that check and grader judge differently.
        refused: Sentences about right answers that are not accepted.
        stale: Sentences about entries of ``equivalent.json`` that are about no mutant.
    """

    task: str
    mutants: int = 0
    caught: int = 0
    equivalent: int = 0
    narrow: int = 0
    agreeing: int = 0
    answers: int = 0
    left: list[str] = field(default_factory=list)
    disagreeing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def row(self) -> tuple[int, ...]:
        """The numbers of its row: those of ``COLUMNS``, then how many were asked by both."""
        survivors = self.mutants - self.caught
        asked = self.mutants + self.answers
        numbers = (self.mutants, self.caught, survivors, self.equivalent, self.narrow)
        return (*numbers, self.agreeing, asked)

    @property
    def problems(self) -> list[str]:
        """The sentences about what is to be repaired."""
        return [*self.refused, *self.left]


def main(arguments: list[str] | None = None) -> int:
    """Ask mutants and print the table; the exit status is 1 where a survivor is unexplained."""
    parser = argparse.ArgumentParser(
        "python -m tests.mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="all of them by default")
    parser.add_argument("--list", action="store_true", help="list the kinds of change")
    parser.add_argument("--count", type=int, default=COUNT, help="mutants a task (60)")
    parser.add_argument("--all", action="store_true", help="all mutants there are")
    parser.add_argument("--seed", type=int, default=SEED, help="of the choice of mutants (1)")
    parser.add_argument("--fresh", action="store_true", help="judge again what was judged before")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(f"{kind:14}{change.__doc__}" for kind, change in CHANGES.items()))
        return 0
    unknown = sorted(set(options.tasks) - set(ASSIGNMENTS))
    if unknown:
        print(
            f"There is no task {', '.join(unknown)}. Tasks: {', '.join(ASSIGNMENTS)}.",
            file=sys.stderr,
        )
        return 2
    count = sys.maxsize if options.all else options.count
    tallies = []
    for task in options.tasks or ASSIGNMENTS:
        tallies.append(examine(task, FOLDER, count, options.seed, fresh=options.fresh))
    print("\n" + table(tallies))
    for told in ("refused", "left", "disagreeing", "stale"):
        for tally in tallies:
            print("".join(f"\n{sentence}\n" for sentence in getattr(tally, told)), end="")
    return int(any(tally.problems for tally in tallies))


def examine(
    task: str,
    folder: Path,
    count: int = COUNT,
    seed: int = SEED,
    inputs: int = INPUTS,
    fresh: bool = False,
    entries: Path = EQUIVALENT,
) -> Tally:
    """Ask the mutants of a task, as far as that was not done before.

    Args:
        task: Its name.
        folder: Holds the results and the trained runs.
        count: How many mutants.
        seed: Of their choice.
        inputs: On how many inputs an equivalent survivor agrees with its answer.
        fresh: Whether to judge all of them again.
        entries: The file of equivalent survivors.
    """
    found = mutants(right_answers(task))
    known = equivalent(task, entries)
    tally = Tally(task, stale=[stale(task, e) for e in known if not any(map(e.matches, found))])
    results = Results(folder, task, judging_digest(ASSIGNMENTS[task], task), fresh)
    # A process for each task: what one task's mutants leave in memory is not there for the next.
    worker = Worker(folder / "runs")
    examiner = Examiner(worker, results, known, inputs, tally)
    try:
        for mutant in chosen(found, count, seed):
            examiner.examine(mutant)
    finally:
        worker.close()
    return tally


@dataclass
class Examiner:
    """Asks mutants of a task, one after another, and counts what becomes of them.

    Attributes:
        worker: Runs them.
        results: What was found before, and is found now.
        known: The entries about survivors.
        inputs: On how many inputs an equivalent survivor agrees with its answer.
        tally: What is counted.
        seconds: Of processor that each answer took; 0 for one that is not accepted.
    """

    worker: Worker
    results: Results
    known: list[Entry]
    inputs: int
    tally: Tally
    seconds: dict[Answer, float] = field(default_factory=dict)

    def examine(self, mutant: Mutant) -> None:
        """Ask a mutant, unless its answer is not accepted itself."""
        if mutant.answer not in self.seconds:
            self.seconds[mutant.answer] = self.control(mutant.answer)
        if self.seconds[mutant.answer] and self.survives(mutant):
            self.explain(mutant)

    def limit(self, answer: Answer, times: float = 1) -> float:
        """Return how many seconds of processor a mutant may take for what its answer does.

        Args:
            answer: Its answer.
            times: How often it does what the answer did once.
        """
        return LEAST_SECONDS + TIMES * times * self.seconds[answer]

    def control(self, answer: Answer) -> float:
        """Return the processor's seconds that a right answer takes, or 0 if it is not accepted."""
        row = self.results.of(answer.source)
        if not row:
            try:
                row = self.worker.ask(FIRST_SECONDS, "judge", answer, answer.source)
            except Died as died:
                row = {"survives": False, "agrees": True, "why": str(died)}
            self.results.add(answer.source, **row)
        self.tally.answers += 1
        self.tally.agreeing += row["agrees"]
        if row["survives"] and row["agrees"]:
            return max(row["seconds"], 1e-3)
        why = row.get("why", "the grader or the public check takes points off")
        self.tally.refused.append(
            f"{title(answer)} is a right answer, but {why}. Its mutants were not asked: run "
            f"`python -m tests.answers {answer.task}`, or the same with --first."
        )
        return 0.0

    def survives(self, mutant: Mutant) -> bool:
        """Ask the grader and the public check; a mutant that takes too long is caught by both."""
        row = self.results.of(mutant.source)
        if not row:
            try:
                limit = self.limit(mutant.answer)
                row = self.worker.ask(limit, "judge", mutant.answer, mutant.source)
            except Died as died:
                row = {"survives": False, "agrees": True, "why": str(died)}
            self.results.add(mutant.source, **row)
            print(end=".", flush=True)
        self.tally.mutants += 1
        self.tally.caught += not row["survives"]
        self.tally.agreeing += row["agrees"]
        if not row["agrees"]:
            who = "grader" if row["survives"] else "public check"
            self.tally.disagreeing.append(f"{shown(mutant)}\n    Only the {who} accepts it.")
        return row["survives"]

    def explain(self, mutant: Mutant) -> None:
        """Find out whether a survivor is narrow, equivalent, or neither."""
        entries = [entry for entry in self.known if entry.matches(mutant)]
        if any(entry.kind == ANY for entry in entries):
            # Where an accuracy is all that is asked, it is another classifier. Near the ends of the
            # ramp luck decides about one set of images, however they are drawn.
            self.tally.equivalent += 1
            return
        withstood = self.withstood(mutant)
        if withstood < SETS:
            self.tally.narrow += 1
            said = f"Narrow: the further set {withstood + 1} catches it."
        elif not entries:
            said = f"{SETS} further sets do not catch it."
        else:
            agreed, origin = self.agreed(mutant)
            if agreed >= self.inputs:
                self.tally.equivalent += 1
                return
            said = (
                f"{EQUIVALENT.name} calls it equivalent, but it agrees with its answer on "
                f"{agreed:,} inputs only, of {origin}."
            )
        self.tally.left.append(f"{shown(mutant)}\n    {said}")

    def withstood(self, mutant: Mutant) -> int:
        """Return how many further sets of questions a survivor passes."""
        row = self.results.of(mutant.source)
        if "withstood" not in row:
            limit = self.limit(mutant.answer, SETS)
            try:
                sets = self.worker.ask(limit, "withstood", mutant.answer, mutant.source, SETS)
            except Died:
                sets = 0
            row = self.results.add(mutant.source, withstood=sets)
        return row["withstood"]

    def agreed(self, mutant: Mutant) -> tuple[int, str]:
        """Return on how many inputs a survivor agrees with its answer, and where they are from."""
        row = self.results.of(mutant.source)
        if row.get("asked_of", 0) < self.inputs:
            limit = self.limit(mutant.answer, self.inputs / 5)  # an input is a part of a set
            asked = mutant.answer, mutant.source, self.inputs
            try:
                agreed, origin = self.worker.ask(limit, "agreed", *asked)
            except Died as died:
                agreed, origin = 0, f"the draw: {died}"
            row = self.results.add(
                mutant.source, agreed=agreed, origin=origin, asked_of=self.inputs
            )
        return row["agreed"], row["origin"]


# ---- what is printed -----------------------------------------------------------------------------


def title(answer: Answer) -> str:
    """Return the task and the name of an answer."""
    fresh = "fresh " if answer.path.is_relative_to(FRESH) else ""
    return f"{answer.task}, {fresh}{answer.key}"


def shown(mutant: Mutant) -> str:
    """Return which mutant it is, and its changed lines."""
    lines = [f"{title(mutant.answer)}: {mutant.kind}"]
    lines += [f"    - {line}" for line in mutant.before.splitlines()]
    lines += [f"    + {line}" for line in mutant.after.splitlines()]
    return "\n".join(lines)


def stale(task: str, entry: Entry) -> str:
    """Return a sentence about an entry that is about no mutant any more."""
    return (
        f"{EQUIVALENT.name} has an entry for {task}, {entry.kind}, `{entry.before}` to "
        f"`{entry.after}`, but there is no such mutant any more. Remove it."
    )


def table(tallies: list[Tally]) -> str:
    """Return the table: a row a task, and their sums."""
    rows = [(tally.task, tally.row) for tally in tallies]
    rows.append(("all", tuple(map(sum, zip(*(row for _, row in rows), strict=True)))))
    lines = [f"{'':22}" + "".join(f"{column:>11}" for column in COLUMNS)]
    for task, (*numbers, agreeing, asked) in rows:
        share = f"{100 * agreeing / asked:.1f} %" if asked else ""
        lines.append(f"{task:22}" + "".join(f"{n:11}" for n in numbers) + f"{share:>11}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
