"""A search for a better network within a budget: named changes, each trained alike, on one ruler.

:func:`run` trains one network after another for the same number of steps, from a seed that is
written down, and asks all of them about the same validation images. So each change can be compared
with the first one image by image, which is far more precise than comparing two accuracies. What
is finished is loaded when it is run again; what was interrupted goes on.

The interval of a difference covers the choice of the images and not that of the seed: put a change
of nothing but the seed into each search, and trust none that is worth less.
"""

import functools
import math
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from matplotlib.figure import Figure

from course_utils import cifar10_input, evaluation, training
from course_utils import data as datasets
from course_utils.models import costs
from course_utils.plots import BLUE, ORANGE

NOTHING = "Nothing was trained here: while grading, a search is left out."
Distort = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class Change(NamedTuple):
    """One network of a search, and how it is trained.

    Attributes:
        name: What is changed, in a few words.
        build: Builds the network, from float32 images to logits.
        distort: Makes new training images out of old ones, uint8 (N, H, W, C) and a generator to
            the same shape; None for none.
        learning_rate: The highest one of Adam; it climbs for a tenth of the steps, then falls
            along half a cosine to zero.
        seed: What weights, batches and distortions are drawn from; None for the search's.
    """

    name: str
    build: Callable[[], keras.Model]
    distort: Distort | None = None
    learning_rate: float = 0.003
    seed: int | None = None


class Difference(NamedTuple):
    """How much better one network is than another on the same images.

    Attributes:
        mean: Accuracy of the one minus accuracy of the other.
        error: Its standard error, paired over the images.
    """

    mean: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.mean - 1.96 * self.error, self.mean + 1.96 * self.error

    @property
    def is_noise(self) -> bool:
        """Whether the interval holds 0."""
        return self.interval[0] <= 0 <= self.interval[1]


@dataclass
class Search:
    """What came of a search.

    Attributes:
        right: Which validation images each network has right, bool (N,), by the change's name;
            the first one is what the others are compared with. Empty while grading.
        seconds: How long each training took.
    """

    right: dict[str, np.ndarray] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def differences(self) -> dict[str, Difference]:
        """What each change is worth against the first one."""
        names = list(self.right)
        return {name: difference(self.right[name], self.right[names[0]]) for name in names[1:]}

    def table(self) -> str:
        """A line for each change: accuracy, worth with its interval, and what to think of it."""
        if not self.right:
            return NOTHING
        width = max(map(len, self.right))
        lines = [f"{'':{width}}  accuracy   worth   95 % interval   seconds"]
        found = self.differences
        for name, right in self.right.items():
            line = f"{name:{width}}   {100 * right.mean():5.1f} %"
            if name in found:
                low, high = found[name].interval
                line += (
                    f"   {100 * found[name].mean:+5.1f}   {100 * low:+5.1f} to {100 * high:+5.1f}"
                )
            else:
                line += f"{'':25}"
            line += f"   {self.seconds.get(name, 0):6.0f}"
            lines.append(line + ("   noise?" if name in found and found[name].is_noise else ""))
        return "\n".join(lines)

    def figure(self, title: str) -> Figure:
        """What each change is worth, with its 95 % interval, in percentage points.

        Args:
            title: What was searched.
        """
        found = self.differences
        figure = Figure(figsize=(7, 0.45 * len(found) + 1.5), layout="constrained")
        axis = figure.subplots()
        axis.axvline(0, color="black", linewidth=1)
        for place, (name, one) in enumerate(found.items()):
            colour, marker = (ORANGE, "o") if one.is_noise else (BLUE, "s")
            bar = 196 * one.error
            axis.errorbar(100 * one.mean, place, xerr=bar, color=colour, marker=marker, capsize=4)
            axis.annotate(
                name,
                (100 * one.mean, place),
                (0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=8,
            )
        axis.set_ylim(len(found) - 0.4, -0.7)
        axis.set_yticks([])
        first = next(iter(self.right), "the first one")
        axis.set(title=title, xlabel=f'worth against "{first}", percentage points (95 %)')
        if not found:
            axis.text(0.5, 0.5, NOTHING, ha="center", va="center", transform=axis.transAxes)
        return figure

    def describe(self) -> str:
        """The figure in words."""
        if not self.right:
            return NOTHING
        parts = [
            f"{name}: {100 * one.mean:+.1f} ({100 * one.interval[0]:+.1f} to "
            f"{100 * one.interval[1]:+.1f})"
            for name, one in self.differences.items()
        ]
        return f"Points with intervals about a line at 0, in percentage points: {'; '.join(parts)}."


def difference(right: Sequence[bool], other: Sequence[bool]) -> Difference:
    """How much more images one network has right than another, paired.

    Args:
        right: Which images the one has right, (N,).
        other: Which of the same images the other has right, (N,).

    Returns:
        The difference of their accuracies and its standard error.

    Raises:
        ValueError: They are not of the same images, or fewer than two.
    """
    one, two = np.asarray(right, float), np.asarray(other, float)
    if one.shape != two.shape or one.ndim != 1 or len(one) < 2:
        raise ValueError(
            f"A paired difference needs the same images twice, two at least; these are "
            f"{one.shape} and {two.shape}."
        )
    each = one - two
    return Difference(float(each.mean()), float(each.std(ddof=1) / math.sqrt(len(each))))


def run(
    changes: Iterable[Change],
    train: datasets.Dataset,
    validation: datasets.Dataset,
    *,
    folder: str | Path,
    data: str,
    max_steps: int,
    seed: int = 1,
    resume: bool = True,
) -> Search:
    """Trains each change for the same number of steps and asks all about the same images.

    A network whose loss stops being a number has nothing right, which is a result. While nbgrader
    validates or grades, nothing is built and nothing trained.

    Args:
        changes: The first one is what the others are compared with.
        train: The images to train on.
        validation: The images to choose by; none of them may be among those to train on.
        folder: Where the runs are kept, one folder a change.
        data: The data set's name, for the records.
        max_steps: How many steps of 128 images each is trained.
        seed: Of all that is drawn, where a change has none of its own.
        resume: Whether to keep what is in the folder; otherwise all is trained anew.

    Returns:
        Which validation images each change has right.

    Raises:
        ValueError: Two changes have one name.
        RunError: The folder holds a run of a change of that name that was trained otherwise.
    """
    changes = list(changes)
    folders = [re.sub(r"\W+", "_", change.name).strip("_") for change in changes]
    if len(set(folders)) < len(folders):
        raise ValueError(f"Give each change a name of its own; these are {folders}.")
    found = Search()
    if os.environ.get("NBGRADER_EXECUTION"):
        print(NOTHING)
        return found
    for number, (change, name) in enumerate(zip(changes, folders, strict=True), start=1):
        own_seed = seed if change.seed is None else change.seed
        training.seed_everything(own_seed)
        model = change.build()
        work = costs.multiply_adds(model) / 1e6
        print(f"{number} of {len(changes)}: {change.name}, {work:.1f} M multiply-adds an image")
        try:
            done = training.fit(
                model,
                _batches(change, train, own_seed),
                max_steps=max_steps,
                optimizer=keras.optimizers.Adam(_schedule(change.learning_rate, max_steps)),
                run_dir=Path(folder) / f"{name}.run",
                data=data,
                data_source=train.source,
                images=len(train.images),
                averages=False,
                seed=own_seed,
                resume=resume,
            )
            scores = evaluation.scores(model, validation.images)
            found.right[change.name] = scores.argmax(axis=1) == validation.labels
            found.seconds[change.name] = done.seconds
        except training.Diverged as error:
            print(error)
            found.right[change.name] = np.zeros(len(validation.labels), bool)
    return found


def effects_report(found: tuple | None, first: str, second: str) -> str:
    """What two changes are worth, alone and together, in lines.

    Args:
        found: Two main effects and their interaction, and their standard errors, as shares; what
            is none of it gets a sentence.
        first: Name of the first change.
        second: Name of the second one.
    """
    try:
        effects, errors = (np.asarray(part, float).reshape(3) for part in found)
    except (TypeError, ValueError):
        return (
            "There are no effects yet. Write ablation_effects and train, then run this cell again."
        )
    names = (first, second, "both together, beyond the sum")
    return "\n".join(
        f"{name:30} {100 * effect:+5.1f} percentage points, 95 % interval "
        f"{100 * (effect - 1.96 * error):+5.1f} to {100 * (effect + 1.96 * error):+5.1f}"
        for name, effect, error in zip(names, effects, errors, strict=True)
    )


def _batches(change: Change, train: datasets.Dataset, seed: int) -> Iterable:
    size = train.images.shape[1]
    distort = change.distort or (lambda images, rng: images)
    drawn = functools.partial(distort, rng=np.random.default_rng(seed))
    return cifar10_input.distorted_inputs(
        train.images, train.labels, image_size=size, distort=drawn, seed=seed
    )


def _schedule(
    learning_rate: float, max_steps: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    return keras.optimizers.schedules.CosineDecay(
        0.0, max_steps, warmup_target=learning_rate, warmup_steps=max(1, max_steps // 10)
    )
