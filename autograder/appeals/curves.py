"""Whether two loss curves may come from the same training, up to its chance.

Two honest runs of the same code have losses that differ by noise from step to step and a little
from run to run. So the differences of their logarithms are compared with the noise that each curve
shows by itself. The measure is a median: a few odd steps decide nothing.
"""

import math
from typing import NamedTuple

import numpy as np

FEWEST = 8  # steps that both curves must have
EQUAL = 0.01  # relative difference of losses that count as equal
# Measured over 200 steps on shapes: the ratio of two runs that differ in their seed alone is 0.3 to
# 1.0; of a third of the learning rate 2.4 to 4.2, of a tenth 6.7 to 9.3, of another network 4 to
# 11. Three times the rate may pass (1.0 to 2.5): there it is the recorded settings that differ.
# How much the logarithm of the loss at one step differs between honest runs beyond the noise within
# each: they start elsewhere and see other batches.
BETWEEN_RUNS = 0.12
LEAST_NOISE = 0.01
LIMIT = 2.0  # times the difference that chance would make
SMOOTHER = 4.0  # times: a curve so much smoother than another was hardly measured


class Likeness(NamedTuple):
    """How alike two loss curves are.

    Attributes:
        steps: At how many steps both were recorded.
        equal: The share of those at which the losses agree to 1 %, 0..1.
        ratio: The median difference of their logarithms, over the one that chance would make.
        roughness: The noise of the recorded curve, over that of the retrained one.
    """

    steps: int
    equal: float
    ratio: float
    roughness: float

    @property
    def objection(self) -> str:
        """What does not fit, in words, or an empty string."""
        if self.steps < FEWEST:
            return f"only {self.steps} steps can be compared"
        if self.equal >= 0.5:
            return ""
        if self.ratio > LIMIT:
            return f"the losses differ {self.ratio:.1f} times as much as chance would make them"
        if self.roughness * SMOOTHER < 1:
            return f"the recorded curve is {1 / self.roughness:.0f} times as smooth as training is"
        return ""


def likeness(recorded: list[list[float]], again: list[list[float]]) -> Likeness:
    """Compare a recorded loss curve with one that was trained again.

    Args:
        recorded: ``[step, loss]`` pairs, untrusted.
        again: The same of the retraining.
    """
    one, other = positive(recorded), positive(again)
    common = sorted(one.keys() & other.keys())
    if len(common) < FEWEST:
        return Likeness(len(common), 0.0, math.inf, 0.0)
    first = np.log([one[step] for step in common])
    second = np.log([other[step] for step in common])
    difference = np.abs(first - second)
    noises = noise(first), noise(second)
    chance = 0.6745 * math.sqrt(noises[0] ** 2 + noises[1] ** 2 + BETWEEN_RUNS**2)
    return Likeness(
        len(common),
        float(np.mean(difference < EQUAL)),
        float(np.median(difference)) / chance,
        noises[0] / noises[1],
    )


def positive(curve: list[list[float]]) -> dict[int, float]:
    """Return the losses above 0 and below infinity by step, the first of each step."""
    found: dict[int, float] = {}
    for step, loss in curve:
        if 0 < loss < math.inf:
            found.setdefault(int(step), float(loss))
    return found


def noise(logarithms: np.ndarray) -> float:
    """Estimate the noise of one curve from point to point, whatever its trend: a robust sd."""
    bends = np.diff(logarithms, 2)  # the trend's own bend is small beside the noise
    return max(LEAST_NOISE, 1.4826 * float(np.median(np.abs(bends))) / math.sqrt(6))
