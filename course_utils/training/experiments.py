"""One network trained several times from different seeds: what one run alone does not tell.

:func:`repeat` is the protocol. Each seed leaves a run of its own, in a folder ``NAME_SEED.run``
beside the notebook, so that ``course_utils.submit`` packs them all. A run that diverged is counted
as a failure and not dropped: a network that answers NaN classifies nothing, so its accuracy is 0.
"""

import math
import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from course_utils import evaluation, runs, training, weights
from course_utils.cifar10 import MovingAverages
from course_utils.runs import Curve, Run, RunError
from course_utils.training import sessions
from course_utils.training.steps import unused

__all__ = ["Repeated", "Trial", "first_passage", "repeat"]

Build = Callable[[], keras.Model]
MakeBatches = Callable[[int], Iterable]


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
        """Scores of images: uint8 ``(N, H, W, C)`` to float32 ``(N, classes)``.

        Raises:
            RunError: if there is no run, so that the network is untrained.
        """
        if self.run is None:
            raise RunError(self.missing)
        return evaluation.scores(self.model, images)


@dataclass(frozen=True)
class Repeated:
    """What came of training one network several times.

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
        """Their mean; NaN where there is no run."""
        return statistics.fmean(self.accuracies) if self.accuracies else math.nan

    @property
    def maximum(self) -> float:
        """The largest of them, which says more about luck than about the network."""
        return max(self.accuracies, default=math.nan)

    @property
    def failures(self) -> int:
        """How many runs diverged."""
        return sum(trial.failed for trial in self.trials)

    @property
    def first_steps(self) -> list[int | None]:
        """After how many steps each run first measured the target; None where it never did."""
        return [first_passage(trial.curve, self.target) for trial in self.trials]

    @property
    def first_seconds(self) -> list[float | None]:
        """The same in seconds of training, at each run's own mean speed."""
        return [
            None if step is None else step * trial.run.seconds / trial.run.steps
            for step, trial in zip(self.first_steps, self.trials, strict=True)
        ]

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

        Each takes uint8 images (N, height, width, channels) and returns scores (N, 10).
        """
        return {f"seed {trial.seed}": trial.predict for trial in self.trials}

    def report(self) -> str:
        """What the runs say together, in two lines."""
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
    """Trains a network once from each seed; only the seed differs.

    A seed that is finished, or has diverged, is loaded; one that was interrupted goes on. While
    nbgrader validates or grades, nothing is trained: the carried runs are loaded, and one that is
    missing or does not fit is recorded with a sentence, while the others still count.

    Args:
        build: builds the network, from float32 images to logits; called after each seed is set.
        make_batches: from a seed to endless batches of images and labels.
        name: what the runs' folders begin with: ``"02_protocol"`` makes ``02_protocol_1.run``.
        validation: uint8 images and labels on which precision @ 1 is measured.
        validate_every: after each so many steps.
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
        directory = Path(f"{name}_{seed}.run")
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


def first_passage(curve: Curve, target: float) -> int | None:
    """Returns the first step at which a curve is at the target or above; None where it never is.

    Args:
        curve: ``[step, value]`` pairs in the order of the steps; NaN is below every target.
        target: the value to reach.
    """
    return next((int(step) for step, value in curve if value >= target), None)


def _trial(model: keras.Model, batches: Iterable, *, run_dir: Path, **options: Any) -> Trial:
    """Trains from one seed, or loads what that gave before."""
    seed = options["seed"]
    try:
        return Trial(seed, model, training.fit(model, batches, run_dir=run_dir, **options))
    except training.Diverged as error:
        print(f"Seed {seed} failed, which is a result, too. {error}")
        return Trial(seed, model, runs.load(run_dir))
    except RunError as error:
        if not os.environ.get("NBGRADER_EXECUTION"):
            raise
        return Trial(seed, model, None, str(error))


def _diverged_before(
    directory: Path, model: keras.Model, seed: int, optimizer: keras.Optimizer, options: dict
) -> Run | None:
    """Returns the run in a folder if it is this one and diverged: it would do so again.

    ``training.fit`` trains such a run anew, which is right for one run, whose settings were wrong,
    but not here, where a failure is a result.
    """
    if os.environ.get("NBGRADER_EXECUTION") or not (directory / runs.RECORD).is_file():
        return None
    run = runs.load(directory)
    averages = MovingAverages(model.trainable_variables) if options["averages"] else None
    wanted = sessions.settings(model, optimizer, averages)
    asked = (options["data"], options["images"], options.get("batch_size", 128), seed)
    if (
        not run.diverged
        or run.steps > options["max_steps"]
        or any(run.settings.get(name) != value for name, value in wanted.items())
        or (run.data, run.images, run.batch_size, run.seed) != asked
    ):
        return None
    weights.load(model, directory / runs.WEIGHTS)
    print(f"The run in {directory} diverged at step {run.steps:,}; it stays a failure.")
    return run


def _line(trial: Trial, target: float) -> str:
    """One run in a line."""
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
