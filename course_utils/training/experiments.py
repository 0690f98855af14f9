"""What one run alone does not tell: one network from several seeds, and several compared.

:func:`repeat` is the protocol. Each seed leaves a run of its own, in a folder ``NAME_SEED.run``
beside the notebook, so that ``course_utils.submit`` packs them all. A run that diverged is counted
as a failure and not dropped: a network that answers NaN classifies nothing, so its accuracy is 0.

:func:`search` looks for a better network within a budget: named changes, each trained alike, on one
ruler. It trains one network after another for the same number of steps, from a seed that is written
down, and asks all of them about the same validation images. So each change can be compared with the
first one image by image, which is far more precise than comparing two accuracies. What is finished
is loaded when it is run again; what was interrupted goes on. The interval of a difference covers
the choice of the images and not that of the seed: put a change of nothing but the seed into each
search, and trust none that is worth less.
"""

import functools
import math
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from matplotlib.figure import Figure

from course_utils import cifar10_input, evaluation, runs, settings, training
from course_utils.cifar10 import MovingAverages
from course_utils.data import Dataset
from course_utils.models import costs
from course_utils.plots.style import BLUE, ORANGE
from course_utils.runs import Curve, Run, RunError
from course_utils.training import dtypes
from course_utils.training.steps import Batch, unused

Build = Callable[[], keras.Model]
MakeBatches = Callable[[int], Iterable[Batch]]
Distort = Callable[[np.ndarray, np.random.Generator], np.ndarray]

NOTHING = "Nothing was trained here: while grading, a search is left out."


@dataclass(frozen=True)
class Trial:
    """One run of a protocol.

    Attributes:
        seed: what its weights and its batches were drawn from.
        model: the network, with the weights of the last step; untrained where there is no run.
        run: its record, or None where no run was carried that fits.
        missing: why there is none, a sentence; empty where there is one.
    """

    seed: int
    model: keras.Model
    run: Run | None
    missing: str = ""

    @property
    def failed(self) -> bool:
        """Whether the loss stopped being a finite number."""
        return self.run is not None and self.run.diverged

    @property
    def curve(self) -> Curve:
        """``[step, precision @ 1]`` pairs; of a failed run the last one is ``[step, NaN]``."""
        if self.run is None:
            return []
        return [*self.run.accuracies, *([[self.run.steps, math.nan]] if self.failed else [])]

    @property
    def accuracy(self) -> float:
        """The last precision @ 1, from 0 to 1; 0 for a failed run, NaN where none was measured."""
        if self.failed:
            return 0.0
        return self.curve[-1][1] if self.curve else math.nan

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Return the scores of images: uint8 ``(N, H, W, C)`` to float32 ``(N, classes)``.

        Raises:
            RunError: if there is no run, so that the network is untrained.
        """
        if self.run is None:
            raise RunError(self.missing)
        return evaluation.scores(self.model, images)


@dataclass(frozen=True)
class Repeated:
    """The results of training one network several times.

    Attributes:
        trials: one for each seed, in the order of the seeds.
        target: the precision @ 1 whose first passage is asked for, from 0 to 1.
    """

    trials: tuple[Trial, ...]
    target: float

    @property
    def accuracies(self) -> list[float]:
        """The last precision @ 1 of each run there is, 0 for one that failed."""
        return [trial.accuracy for trial in self.trials if trial.run is not None]

    @property
    def mean(self) -> float:
        """The mean of the accuracies; NaN where there is no run."""
        return statistics.fmean(self.accuracies) if self.accuracies else math.nan

    @property
    def maximum(self) -> float:
        """The largest accuracy, which says more about luck than about the network."""
        return max(self.accuracies, default=math.nan)

    @property
    def failures(self) -> int:
        """The number of runs that diverged."""
        return sum(trial.failed for trial in self.trials)

    @property
    def first_steps(self) -> list[int | None]:
        """The steps after which each run first measured the target; None where it never did."""
        return [first_passage(trial.curve, self.target) for trial in self.trials]

    @property
    def seconds(self) -> float:
        """Seconds spent in all runs together."""
        return sum(trial.run.seconds for trial in self.trials if trial.run is not None)

    @property
    def curves(self) -> list[Curve]:
        """The curve of each run there is, for ``plots.repeated_runs``."""
        return [trial.curve for trial in self.trials if trial.run is not None]

    @property
    def predictors(self) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
        """The prediction function of each run by its name: ``"seed 1"``, ``"seed 2"``, ...

        Each takes uint8 images (N, height, width, channels) and returns scores (N, classes).
        """
        return {f"seed {trial.seed}": trial.predict for trial in self.trials}

    def report(self) -> str:
        """Summarise the runs in two lines."""
        reached = [step for step in self.first_steps if step is not None]
        mean_steps = f", after {statistics.fmean(reached):,.0f} steps on average" if reached else ""
        missing = len(self.trials) - len(self.accuracies)
        return (
            f"{len(self.trials)} runs: mean {self.mean:.4f}, maximum {self.maximum:.4f}, "
            f"{self.failures} failed{f', {missing} missing' if missing else ''}.\n"
            f"{len(reached)} of them reached {self.target:g}{mean_steps}; "
            f"{self.seconds:,.0f} seconds in all."
        )


def repeat(
    build: Build,
    make_batches: MakeBatches,
    *,
    name: str | Path,
    validation: tuple[np.ndarray, np.ndarray],
    validate_every: int,
    seeds: Sequence[int] = (1, 2, 3, 4, 5),
    target: float = 0.99,
    optimizer: keras.Optimizer | None = None,
    learning_rate: float | keras.optimizers.schedules.LearningRateSchedule = 0.1,
    averages: bool = False,
    resume: bool = True,
    **options: Any,
) -> Repeated:
    """Train a network once from each seed; only the seed differs.

    A seed that is finished, or has diverged, is loaded; one that was interrupted goes on. While
    nbgrader validates or grades, nothing is trained: the carried runs are loaded, and one that is
    missing or does not fit is recorded with a sentence, while the others still count.

    Args:
        build: builds the network, from float32 images to logits; called after each seed is set.
        make_batches: from a seed to endless batches of images and labels.
        name: what the runs' folders begin with: ``"02_protocol"`` makes ``02_protocol_1.run``.
        validation: uint8 images and labels on which precision @ 1 is measured.
        validate_every: measure it every so many steps.
        seeds: from 0 to 2³² - 1, all different.
        target: the precision @ 1 whose first passage is asked for, from 0 to 1.
        optimizer: any Keras optimiser; each run gets a fresh one with its settings.
        learning_rate: of plain SGD, where there is no optimiser.
        averages: whether to keep and to validate moving averages of the weights.
        resume: whether to keep the runs in the folders; otherwise they are replaced.
        **options: whatever else ``training.fit`` takes; it needs ``max_steps``, ``data`` and
            ``images``.

    Returns:
        The runs, in the order of the seeds.

    Raises:
        RunError: if a folder holds another run; not while grading.
        ValueError: if an argument is impossible.
    """
    if not seeds or len(set(seeds)) < len(seeds):
        raise ValueError(f"Give at least one seed, and none twice; these are {list(seeds)}.")
    if validate_every < 1:
        raise ValueError("validate_every must be at least 1.")
    if optimizer is None:
        optimizer = keras.optimizers.SGD(learning_rate)
    options |= {"validation": validation, "validate_every": validate_every, "averages": averages}
    trials = []
    for seed in seeds:
        directory = run_dir_of(name, seed)
        training.seed_everything(seed)
        model = build()
        if model is None:
            raise ValueError("build returned None. Write the network first, and return it.")
        before = _diverged_before(directory, model, seed, optimizer, options) if resume else None
        trials.append(
            Trial(seed, model, before)
            if before is not None
            else _trial(
                model,
                make_batches(seed),
                run_dir=directory,
                seed=seed,
                optimizer=unused(optimizer, model),
                resume=resume,
                **options,
            )
        )
        if options.get("progress", True):
            print(_line(trials[-1], target))
    return Repeated(tuple(trials), target)


def run_dir_of(name: str | Path, seed: int) -> Path:
    """Return the folder of the run that :func:`repeat` makes from a seed.

    Args:
        name: As of :func:`repeat`.
        seed: One of its seeds.
    """
    return Path(f"{name}_{seed}.run")


def first_passage(curve: Curve, target: float) -> int | None:
    """Return the first step at which a curve is at the target or above; None if it never is.

    Args:
        curve: ``[step, value]`` pairs in the order of the steps; NaN is below every target.
        target: the value to reach.
    """
    return next((int(step) for step, value in curve if value >= target), None)


def _trial(model: keras.Model, batches: Iterable[Batch], *, run_dir: Path, **options: Any) -> Trial:
    """Train from one seed, or load the run that it gave before."""
    seed = options["seed"]
    try:
        return Trial(seed, model, training.fit(model, batches, run_dir=run_dir, **options))
    except training.Diverged as error:
        print(f"Seed {seed} failed, which is a result, too. {error}")
        return Trial(seed, model, runs.load(run_dir))
    except RunError as error:
        if not settings.execution():
            raise
        return Trial(seed, model, None, str(error))


def _diverged_before(
    directory: Path,
    model: keras.Model,
    seed: int,
    optimizer: keras.Optimizer,
    options: dict[str, Any],
) -> Run | None:
    """Return the run in a folder if it is this one and diverged, as it would again, else None.

    ``training.fit`` trains such a run anew, which is right for one run, whose settings were wrong,
    but not here, where a failure is a result.
    """
    if settings.execution() or not (directory / runs.RECORD).is_file():
        return None
    run = runs.load(directory)
    averages = MovingAverages(model.trainable_variables) if options["averages"] else None
    wanted = training.settings_of(model, optimizer, averages)
    dtype = dtypes.chosen(options.get("dtype", "float32"), model, directory)
    asked = (options["data"], options["images"], options.get("batch_size", 128), seed, dtype)
    if (
        not run.diverged
        or run.steps > options["max_steps"]
        or any(run.settings.get(name) != value for name, value in wanted.items())
        or (run.data, run.images, run.batch_size, run.seed, run.dtype) != asked
    ):
        return None
    runs.load_weights(model, directory / runs.WEIGHTS)
    print(f"The run in {directory} diverged at step {run.steps:,}; it stays a failure.")
    return run


def _line(trial: Trial, target: float) -> str:
    """Summarise one run in a line."""
    if trial.run is None:
        return f"seed {trial.seed}: no run. {trial.missing}"
    if trial.failed:
        outcome = f"failed, NaN after {trial.run.steps:,} steps"
    else:
        outcome = f"precision @ 1 = {trial.accuracy:.4f} after {trial.run.steps:,} steps"
    step = first_passage(trial.curve, target)
    if step is None:
        return f"seed {trial.seed}: {outcome}, never at {target:g}"
    return f"seed {trial.seed}: {outcome}, first at {target:g} after {step:,}"


# ---- a search ------------------------------------------------------------------------------------


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
    """The difference in accuracy between two networks on the same images.

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
    """The results of a search.

    Attributes:
        right: Which validation images each network has right, bool (N,), by the change's name;
            the first one is what the others are compared with. Empty while grading.
        seconds: How long each training took.
    """

    right: dict[str, np.ndarray] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def differences(self) -> dict[str, Difference]:
        """The worth of each change against the first one.

        Raises:
            ValueError: They were not measured on the same images.
        """
        found: dict[str, Difference] = {}
        first, *others = self.right.items() or [("", np.zeros(0))]
        for name, right in others:
            one, other = np.asarray(right, float), np.asarray(first[1], float)
            if one.shape != other.shape:
                raise ValueError(
                    f"A paired difference needs the same images twice; '{name}' has {len(one)} and "
                    f"'{first[0]}' has {len(other)}."
                )
            each = one - other
            error = each.std(ddof=1) / math.sqrt(len(each))
            found[name] = Difference(float(each.mean()), float(error))
        return found

    def table(self) -> str:
        """Return a line for each change: accuracy, worth with its interval, seconds, and doubts."""
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
        """Draw the worth of each change, with its 95 % interval, in percentage points.

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
        """Describe the figure in words."""
        if not self.right:
            return NOTHING
        parts = [
            f"{name}: {100 * one.mean:+.1f} ({100 * one.interval[0]:+.1f} to "
            f"{100 * one.interval[1]:+.1f})"
            for name, one in self.differences.items()
        ]
        return f"Points with intervals about a line at 0, in percentage points: {'; '.join(parts)}."


def search(
    changes: Iterable[Change],
    train: Dataset,
    validation: Dataset,
    *,
    folder: str | Path,
    data: str,
    max_steps: int,
    seed: int = 1,
    resume: bool = True,
) -> Search:
    """Train each change for the same number of steps, and test all on the same images.

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
    if settings.execution():
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
                _search_batches(change, train, own_seed),
                max_steps=max_steps,
                optimizer=keras.optimizers.Adam(_search_schedule(change.learning_rate, max_steps)),
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


def effects_report(found: tuple[Any, ...] | None, first: str, second: str) -> str:
    """Report the effects of two changes, alone and together, in lines.

    Args:
        found: Two main effects and their interaction, and their standard errors, as shares; for
            anything else the report is a sentence.
        first: Name of the first change.
        second: Name of the second one.
    """
    parts = () if found is None else found
    try:
        effects, errors = (np.asarray(part, float).reshape(3) for part in parts)
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


def _search_batches(change: Change, train: Dataset, seed: int) -> Iterable[Batch]:
    size = train.images.shape[1]
    distort: Callable[..., np.ndarray] = change.distort or (lambda images, rng: images)
    drawn = functools.partial(distort, rng=np.random.default_rng(seed))
    return cifar10_input.distorted_inputs(
        train.images, train.labels, image_size=size, distort=drawn, seed=seed
    )


def _search_schedule(
    learning_rate: float, max_steps: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    return keras.optimizers.schedules.CosineDecay(
        0.0, max_steps, warmup_target=learning_rate, warmup_steps=max(1, max_steps // 10)
    )
