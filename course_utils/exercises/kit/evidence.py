"""How claims about trained networks are judged: from scores on images that the grader chose.

The student hands over networks by name: three checkpoints of one run, the runs of a protocol, or
two networks to be compared. Each scores the same images, some of them twice. The grader, who has
the labels, computes every number anew. What the student says about them earns nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from course_utils.evaluation import wilson_interval
from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, describe, error_in
from course_utils.exercises.kit.hidden_images import ask_predict, usable, visible_ones
from course_utils.exercises.kit.properties import Asked, Judged
from course_utils.exercises.kit.task import Ask, Finding

MISSING = "The network '{}' is missing. Hand it over, too."
Z = 3.0  # standard errors: an honest claim that holds by more than this fails 1 time in 700


def asks(*names: str) -> Ask:
    """Return the ``ask`` of an evidence task: each named network scores the question's images.

    A network that fails loses only what is judged of it.

    Args:
        *names: What the networks are called.
    """

    def ask(predictors: Any, question: Arrays) -> Arrays:
        if not isinstance(predictors, Mapping):
            raise ExchangeError(
                f"Hand over a dictionary of {len(names)} prediction functions, named "
                f"{', '.join(names)}; this is a {type(predictors).__name__}."
            )
        answer: Arrays = {}
        for name in names:
            try:
                if name not in predictors:
                    raise ExchangeError(MISSING.format(name))
                scores = ask_predict(predictors[name], question)
                # 32 bits are enough to compare scores, and three networks fit into an answer.
                answer.update(
                    {part_of(name, part): a.astype(np.float32) for part, a in scores.items()}
                )
            except (Exception, SystemExit) as error:
                answer[name + ERROR] = np.array(describe(error))
        return answer

    return ask


def part_of(name: str, part: str) -> str:
    """Return the name of the part with a network's ``scores``, or with those of the second time."""
    return f"{part} of {name}"


class Seen(NamedTuple):
    """What one network's scores show.

    Attributes:
        right: bool (N,): which of the images that count it classified rightly; not those with NaN.
        classes: int (N,): its classes of those images.
        problem: Why its scores are no evidence; empty where they are.
    """

    right: np.ndarray
    classes: np.ndarray
    problem: str


def seen(asked: Asked, name: str, above: float = 0.0) -> Seen:
    """Recompute what a network's scores show.

    Args:
        asked: The case.
        name: The network's name.
        above: The accuracy that it must surely exceed to be evidence of anything, 0..1.
    """
    labels, nothing = asked.expected["labels"], np.zeros(0)
    said = error_in(asked.answer, name)
    if said:
        return Seen(nothing, nothing, f"'{name}': {said}")
    scores = asked.answer.get(part_of(name, "scores"))
    again = asked.answer.get(part_of(name, "again"))
    problem = usable(scores, again, asked.question["again"], len(labels))
    if problem or scores is None:  # of none there is a problem
        return Seen(nothing, nothing, f"'{name}': {problem}")
    hidden = ~visible_ones(asked.expected)
    scores, labels = scores[hidden], labels[hidden]
    classes = scores.argmax(axis=1)
    right = np.isfinite(scores).all(axis=1) & (classes == labels)
    if above and wilson_interval(int(right.sum()), len(right))[0] <= above:
        problem = (
            f"'{name}' classifies {percent(right)} of the images rightly, which is not surely "
            f"above {100 * above:.0f} %. Did you load its trained weights?"
        )
    return Seen(right, classes, problem)


def one_network(asked: Asked, names: tuple[str, ...], least: float) -> str:
    """Return a sentence if all of some networks are one and the same, or ''.

    Args:
        asked: The case.
        names: The networks' names; those that gave no usable scores are left out.
        least: The smallest share of images that two networks put into other classes.
    """
    found = [(name, one.classes) for name in names if not (one := seen(asked, name)).problem]
    if len(found) < 2 or any((classes != found[0][1]).mean() >= least for _, classes in found[1:]):
        return ""
    called = ", ".join(f"'{name}'" for name, _ in found)
    return f"{called} put all images into the same classes: they are one network."


def all_missing(asked: Asked, names: tuple[str, ...]) -> bool:
    """Return whether none of some networks was handed over, as before an exercise is solved."""
    return all(missing(asked, name) for name in names)


def missing(asked: Asked, name: str) -> bool:
    """Return whether a network was not handed over."""
    return error_in(asked.answer, name) == MISSING.format(name)


def percent(right: np.ndarray) -> str:
    """Return an accuracy with its 95 % interval, in words."""
    low, high = wilson_interval(int(right.sum()), len(right))
    return f"{100 * right.mean():.1f} % ({100 * low:.1f}-{100 * high:.1f} %)"


@dataclass(frozen=True)
class Trained:
    """The property that each of some networks has learnt something.

    Constant scores, NaN and scores that depend on an image's batch are no evidence of anything.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        networks: Their names.
        above: The accuracy that each must exceed by the whole of its 95 % interval, 0..1.
        count: How many of them must, or ``None`` for all: runs that diverged are honest results.
        before: Networks of the same training that have learnt less; one that has learnt more was
            exchanged for them.
    """

    name: str
    share: float
    networks: tuple[str, ...]
    above: float
    count: int | None = None
    before: tuple[str, ...] = ()

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        found = {name: seen(asked, name, self.above) for name in self.networks}
        problems = [one.problem for one in found.values() if one.problem]
        needed = len(found) if self.count is None else self.count
        if len(found) - len(problems) < needed:
            sentence = problems[0]
            # Scores that are none, such as NaN, are a mistake of their own, whatever others learnt.
            untaught = [name for name, one in found.items() if one.problem and one.right.size]
            taught = [n for n in self.before if not seen(asked, n, self.above).problem]
            if untaught and taught:
                sentence = (
                    f"'{untaught[0]}' has learnt too little, but '{taught[0]}' has learnt enough. "
                    "Did you exchange the two?"
                )
            return Finding(self.name, self.share, 0.0, sentence)
        reached = [
            f"'{n}' reaches {percent(one.right)}" for n, one in found.items() if one.right.size
        ]
        return Finding(self.name, self.share, 1.0, ", ".join(reached) + ".")


@dataclass(frozen=True)
class Different:
    """The property that some networks are not one and the same.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        networks: Their names.
        above: The accuracy that each must surely exceed, 0..1: two constants differ, too.
        least: The smallest share of images that any two of them put into other classes.
        step: The next step where two are the same.
    """

    name: str
    share: float
    networks: tuple[str, ...]
    above: float
    least: float
    step: str

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        found = {name: seen(asked, name, self.above) for name in self.networks}
        problem = next((one.problem for one in found.values() if one.problem), "")
        if problem:
            return Finding(self.name, self.share, 0.0, problem)
        pairs = [(a, b) for i, a in enumerate(found) for b in list(found)[:i]]
        for one, other in pairs:
            unlike = float((found[one].classes != found[other].classes).mean())
            if unlike < self.least:
                sentence = (
                    f"'{other}' and '{one}' put {100 * (1 - unlike):.1f} % of the images into the "
                    f"same classes: they are one network. {self.step}"
                )
                return Finding(self.name, self.share, 0.0, sentence)
        return Finding(self.name, self.share, 1.0, "The networks differ, as they should.")


@dataclass(frozen=True)
class Better:
    """The property that one network beats another, image by image.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        worse: The name of the network to be beaten.
        better: The name of the one that beats it.
        above: The accuracy that both must surely exceed, 0..1, or anything would be better.
        step: The next step where it does not.
        errors: It must win by more than this many standard errors.
    """

    name: str
    share: float
    worse: str
    better: str
    above: float
    step: str
    errors: float = Z

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        worse, better = (seen(asked, name, self.above) for name in (self.worse, self.better))
        problem = worse.problem or better.problem
        if problem:
            return Finding(self.name, self.share, 0.0, problem)
        # Pairing makes the standard error small: only images on which the two differ count.
        n = len(worse.right)
        lost = int((worse.right & ~better.right).sum())
        won = int((better.right & ~worse.right).sum())
        difference = (won - lost) / n
        error = float(np.sqrt(max(0.0, won + lost - (won - lost) ** 2 / n)) / n)
        sentence = (
            f"On {n:,} images '{self.better}' alone is right {won} times and '{self.worse}' alone "
            f"{lost} times: a difference of {100 * difference:+.1f} ± {100 * error:.1f} points."
        )
        if difference <= -Z * error and difference < 0:
            problem = f"'{self.better}' is the worse one. Did you exchange the two?"
        elif difference <= self.errors * error:
            problem = f"That is not more than {self.errors:.0f} standard errors."
        if problem:
            return Finding(self.name, self.share, 0.0, f"{sentence} {problem} {self.step}")
        return Finding(self.name, self.share, 1.0, sentence)


@dataclass(frozen=True)
class Trusted:
    """A property that earns nothing where the networks are no evidence of a training.

    Noise differs, too, and its loss falls with its scale; one network may be trained and still be
    no comparison, no protocol and no course of a training.

    Attributes:
        judged: The property itself.
        networks: Those that must not all be one.
        least: As of ``one_network``.
        step: The next step where they are one.
        trained: Those that must have learnt something.
        above: The accuracy that these must surely exceed, 0..1.
        none: The sentence where none of the networks was handed over; empty to leave it to the
            property.
    """

    judged: Judged
    networks: tuple[str, ...]
    least: float
    step: str
    trained: tuple[str, ...] = ()
    above: float = 0.0
    none: str = ""

    @property
    def name(self) -> str:
        """A few words, as the feedback shows it."""
        return self.judged.name

    @property
    def share(self) -> float:
        """The part of the task's points that it carries, 0..1."""
        return self.judged.share

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        if self.none and all_missing(asked, self.networks):
            return Finding(self.name, self.share, 0.0, self.none)
        found = self.judged.finding(asked)
        untrained = (seen(asked, name, self.above).problem for name in self.trained)
        problem = next((one for one in untrained if one), "")
        if not problem and (alike := one_network(asked, self.networks, self.least)):
            problem = f"{alike} {self.step}"
        if found.passed and problem:
            return found._replace(passed=0.0, sentence=problem)
        return found


def measured(
    networks: tuple[str, ...], runs: tuple[str, ...], expected: Arrays, answer: Arrays
) -> dict[str, float | int]:
    """Measure the accuracy of each network on the visible images, to compare it with its run's.

    Args:
        networks: The networks' names.
        runs: The folders of their runs, one each; where there are others, nothing is measured.
        expected: With ``labels`` and ``visible``.
        answer: What the kernel answered; anything.

    Returns:
        ``visible_accuracy of RUN``, 0..1, and ``visible_count of RUN``, for each run whose network
        gave a row of ten scores for each image.
    """
    labels, visible = expected["labels"], visible_ones(expected)
    found: dict[str, float | int] = {}
    for network, run in zip(networks, runs, strict=False) if len(networks) == len(runs) else ():
        scores = answer.get(part_of(network, "scores"))
        if scores is None or scores.shape != (len(labels), 10):
            continue
        if scores.dtype.kind in "biuf" and visible.any():
            right = scores[visible].argmax(axis=1) == labels[visible]
            found[f"visible_accuracy of {run}"] = float(right.mean())
            found[f"visible_count of {run}"] = int(visible.sum())
    return found


def accuracies(asked: Asked, names: tuple[str, ...]) -> dict[str, float]:
    """Return the recomputed accuracy of each network that gave usable scores, 0..1, by name."""
    found = {name: seen(asked, name) for name in names}
    return {name: float(one.right.mean()) for name, one in found.items() if not one.problem}
