"""Five trained runs, each of its own."""

from dataclasses import dataclass

from course_utils.data.drawn import digits
from course_utils.exercises.first_cnn import DATA
from course_utils.exercises.kit import evidence, hidden_images
from course_utils.exercises.kit.properties import Asked, compares
from course_utils.exercises.kit.task import Finding, Task

SEEDS = (1, 2, 3, 4, 5)
NETWORKS = tuple(f"seed {seed}" for seed in SEEDS)
NEEDED = 4  # a run that diverges is an honest result
ABOVE = 0.5  # far above guessing, far below what a few seconds of training give
LEAST = 0.002  # share of images on which two runs differ; copies differ on none
NO_RUNS = (
    "There are no networks yet. Store what experiments.repeat returns in repeated, and run the "
    "cells from there to this one again."
)
OWN_SEED = "Give each run a seed of its own, and each seed a network of its own."
COUNT = 1_000  # images that each of the networks scores


@dataclass(frozen=True)
class Runs:
    """The property that there are several trained networks, or several that differ.

    Each network that is there earns its part, so that a missing one takes no other with it. One
    network under several names is no protocol: it earns nothing.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        apart: Whether to count only networks that differ from those before.
    """

    name: str
    share: float
    apart: bool = False

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        if evidence.all_missing(asked, NETWORKS):
            return Finding(self.name, self.share, 0.0, NO_RUNS)
        found = {name: evidence.seen(asked, name, ABOVE) for name in NETWORKS}
        # What is wrong with a network itself is told once, by the property that it has learnt.
        problems = [one.problem for one in found.values() if one.problem and not self.apart]
        counted: list[str] = []
        for name, one in found.items():
            if one.problem:
                continue
            same = [
                other
                for other in counted
                if self.apart and (found[other].classes != one.classes).mean() < LEAST
            ]
            if same:
                problems.append(
                    f"'{same[0]}' and '{name}' answer alike: they are one network. {OWN_SEED}"
                )
            else:
                counted.append(name)
        alike = evidence.one_network(asked, NETWORKS, LEAST)
        if alike or (self.apart and len(counted) == 1):
            counted = []  # one network differs from nothing
        if alike and not self.apart:
            problems.insert(0, f"{alike} {OWN_SEED}")
        whole = NEEDED
        if (self.apart and problems) or any(evidence.missing(asked, name) for name in NETWORKS):
            whole = len(NETWORKS)  # a run that diverges is there, and no other one's copy
        earned = min(1.0, len(counted) / whole)
        kind = "differ from one another" if self.apart else "have learnt"
        sentence = f"{len(counted)} of {len(NETWORKS)} networks {kind}"
        if earned == 1:
            return Finding(self.name, self.share, 1.0, f"{sentence}, and {whole} are asked for.")
        return Finding(self.name, self.share, earned, " ".join([f"{sentence}.", *problems[:1]]))


TASK = Task(
    "protocol",
    "evidence",
    hidden_images.draws(digits.draw),
    evidence.asks(*NETWORKS),
    compares(Runs("trained runs", 0.5), Runs("independent runs", 0.5, apart=True)),
    cases=1,
    visible=hidden_images.visible(*DATA, images=COUNT),
    images=COUNT,
    runs=tuple(f"02_protocol_{seed}.run" for seed in SEEDS),
    networks=NETWORKS,
)
