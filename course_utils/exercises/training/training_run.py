"""One training, looked at in three places.

The networks score images that the grader chose; the grader computes each loss anew.
"""

from dataclasses import dataclass

import numpy as np

from course_utils.data.drawn import shapes
from course_utils.exercises.kit import evidence, hidden_images
from course_utils.exercises.kit.evidence import Z, part_of, seen
from course_utils.exercises.kit.hidden_images import visible_ones
from course_utils.exercises.kit.properties import Asked, Judged, compares
from course_utils.exercises.kit.task import Finding, Task
from course_utils.exercises.training import DATA

NETWORKS = ("early", "middle", "late")
ABOVE = 0.25  # twice what luck gives, and far below what a few seconds of training give
LEAST = 0.02  # share of images on which two places of a training differ; copies differ on none
COUNT = 1_000  # images that each of the networks scores
LARGEST_LOSS = 10  # that a sentence repeats
NO_RUN = (
    "There are no networks yet. Train to three places, store their prediction functions in "
    "training_run, and run this cell again."
)


def losses(asked: Asked, name: str) -> tuple[np.ndarray, str]:
    """Return the cross-entropy of a network on each image, and why there is none, or ''.

    Args:
        asked: The case.
        name: The network's name.

    Returns:
        float64 (N,), of the images that count; empty where the scores are no logits.
    """
    found = seen(asked, name)
    if found.problem:
        return np.zeros(0), found.problem
    hidden = ~visible_ones(asked.expected)
    logits = asked.answer[part_of(name, "scores")][hidden].astype(np.float64)
    labels = asked.expected["labels"][hidden]
    if not np.isfinite(logits).all():
        return np.zeros(0), f"'{name}': Some scores are not finite. Did training diverge?"
    if (logits == logits[:1]).all():  # untrained networks answer each image differently, too
        return np.zeros(0), (
            f"'{name}': All images get the same scores, so the images do not reach them. Return "
            "what this network makes of the images."
        )
    if (logits >= 0).all() and np.allclose(logits.sum(axis=1), 1, atol=1e-3):
        return np.zeros(0), (
            f"'{name}': These scores are probabilities. A loss is computed from logits: return the "
            "network's own output, as evaluation.scores does."
        )
    lowered = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(lowered).sum(axis=1)) - lowered[np.arange(len(labels)), labels], ""


def bounded(loss: float) -> str:
    """Return a loss for a sentence, short enough that it cannot carry a message of many digits."""
    return f"{loss:.2f}" if loss < LARGEST_LOSS else f"above {LARGEST_LOSS}"


@dataclass(frozen=True)
class Falls:
    """The property that the loss falls from each network to the next, image by image.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        networks: Their names, in the order of the training.
        step: The next step where it does not fall.
    """

    name: str
    share: float
    networks: tuple[str, ...]
    step: str

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        found = {name: losses(asked, name) for name in self.networks}
        problem = next((problem for _, problem in found.values() if problem), "")
        if problem:
            return Finding(self.name, self.share, 0.0, problem)
        means = ", ".join(f"'{name}' {bounded(one.mean())}" for name, (one, _) in found.items())
        for before, after in zip(self.networks, self.networks[1:], strict=False):
            fall = found[before][0] - found[after][0]
            error = float(fall.std() / np.sqrt(len(fall)))
            if fall.mean() <= Z * error:
                sentence = (
                    f"Losses on {len(fall):,} images: {means}. From '{before}' to '{after}' that "
                    f"is no fall of more than {Z:.0f} standard errors. {self.step}"
                )
                return Finding(self.name, self.share, 0.0, sentence)
        return Finding(self.name, self.share, 1.0, f"The loss falls: {means}.")


APART = "Give each place a network and a run folder of its own, and each function its own network."


def handed(judged: Judged) -> evidence.Trusted:
    """Return a property that earns nothing without networks, or where 'late' has learnt nothing.

    Only 'late' must be trained: an honest 'early' may still be at the level of chance.
    """
    return evidence.Trusted(judged, NETWORKS, LEAST, APART, ("late",), ABOVE, NO_RUN)


TASK = Task(
    "training_run",
    "evidence",
    hidden_images.draws(shapes.draw),
    evidence.asks(*NETWORKS),
    compares(
        handed(evidence.Trained("a trained network", 0.25, ("late",), ABOVE, before=NETWORKS[:2])),
        handed(
            evidence.Different(
                "three places",
                0.25,
                NETWORKS,
                0.0,
                LEAST,
                APART,
            )
        ),
        handed(
            Falls(
                "the loss falls",
                0.25,
                NETWORKS,
                "Put the places farther apart, or take a learning rate that learns faster.",
            )
        ),
        handed(
            evidence.Better(
                "late is better",
                0.25,
                "early",
                "late",
                0.0,
                "Train 'late' for longer, or take a learning rate that learns faster.",
            )
        ),
    ),
    cases=1,
    visible=hidden_images.visible(*DATA, images=COUNT),
    images=COUNT,
    runs=tuple(f"05_{name}.run" for name in NETWORKS),
    networks=NETWORKS,
)
