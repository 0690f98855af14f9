"""Images of one group are never on both sides of a split."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.answers import error_in
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import EXACT, Asked, Property, Symptom, compares, mistake
from course_utils.exercises.kit.task import Finding, Task

MASK = "mask"
EXACTLY, ALMOST = " that ends exactly", " that ends just before"


def draw_groups(rng: np.random.Generator) -> Arrays:
    """Draw groups of different sizes, in any order, and a share.

    Returns:
        ``groups``: int64 (N,), 9 to 13 numbers of groups with gaps between them, each for 2 to 9
        images; the images of a group are spread over the array. ``share``: float, 0.15 to 0.3, such
        that counting groups instead of images, or stopping one group earlier, gives another split.
        The same of a split ``that ends exactly`` at its share, and ``that ends just before`` at
        the whole number below it, so that one more group is needed; some numbers are below 0.
    """
    while True:
        count = int(rng.integers(9, 14))
        ids = rng.choice(np.arange(100, 1_000), count, replace=False)
        sizes = rng.integers(2, 10, count)
        groups = rng.permutation(np.repeat(ids, sizes))
        share = float(np.round(rng.uniform(0.15, 0.3), 3))
        # The counted number of groups must differ, and no group may end exactly at the share.
        ends = np.cumsum([np.sum(groups == one) for one in np.sort(ids)]) / len(groups)
        taken = int(np.searchsorted(ends, share)) + 1
        counted = {round(share * count), int(share * count), int(np.ceil(share * count))}
        exchanged = 1 - ends[taken - 1] < share + sizes.max() / len(groups)
        if np.abs(ends - share).min() > 0.01 and taken not in counted and not exchanged:
            return {
                "groups": groups,
                "share": np.array(share),
                **_ending(rng, EXACTLY, 0.0),
                **_ending(rng, ALMOST, 0.3),
            }


def _ending(rng: np.random.Generator, suffix: str, beyond: float) -> Arrays:
    """Draw groups of which the first two or three hold ``beyond`` images less than the share."""
    sizes = rng.permutation([2, 3, 4, 5, 6, 7, 2, 3])  # 32 images, so that shares are exact
    ids = np.sort(rng.choice(np.arange(-40, 40), len(sizes), replace=False))
    ids[0] = -50  # one below 0 at least
    wanted = sizes[: int(rng.integers(2, 4))].sum() + beyond
    groups = rng.permutation(np.repeat(ids, sizes))
    return {f"groups{suffix}": groups, f"share{suffix}": np.array(wanted / len(groups))}


def whole(groups: np.ndarray, share: float, mask: np.ndarray) -> str:
    """Return what is wrong with a split: no mask, split groups or a missed share; or ''."""
    if mask.shape != groups.shape:
        return (
            f"Your answer has the shape {mask.shape}. Return one truth value for each image, "
            f"{groups.shape}: True where it is for training."
        )
    if not np.isin(mask, (0, 1)).all():
        return "Return truth values: True for training, False for validation."
    training = mask.astype(bool)
    if training.all() or not training.any():
        return "All images are on one side. Go on until validation holds at least its share."
    both = np.intersect1d(groups[training], groups[~training])
    if len(both):
        return (
            f"Images of group {both[0]} are on both sides, so validation knows what was trained "
            "on. Decide for whole groups, then ask np.isin which images belong to them."
        )
    largest = np.unique(groups, return_counts=True)[1].max()
    if not share * len(groups) <= np.sum(~training) < share * len(groups) + largest:
        if share * len(groups) <= np.sum(training) < share * len(groups) + largest:
            return "The sides are exchanged: True means training, False validation."
        few = np.sum(~training) < share * len(groups)
        return (
            f"Validation holds {np.sum(~training)} of {len(groups)} images, but its share is "
            f"{share:g}: too {'few' if few else 'many'}. Count images, not groups, and "
            + ("go on until it holds at least its share." if few else "stop when there are enough.")
        )
    return ""


class WholeGroups:
    """A property judged from the answer alone: no group on both sides, and enough validation."""

    name = "whole groups"
    share = 0.5

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        mask = asked.answer.get(MASK)
        if mask is None or mask.dtype.kind not in "biuf":
            problem = error_in(asked.answer, MASK) or "group_split returned no mask."
        else:
            question = asked.question
            groups, share = question["groups"], float(question["share"])
            problem = whole(groups, share, mask)
            if problem and not whole(np.sort(groups), share, mask):
                problem = (
                    "Your truth values belong to sorted groups, but the images are not sorted. "
                    "Leave groups in its order: entry i says where image i goes."
                )
        right = "No group is on both sides, and validation has its share."
        return Finding(self.name, self.share, not problem, problem or right)


TASK = Task(
    "group_split",
    "function",
    draw_groups,
    functions.asks(
        *(
            Call((f"groups{suffix}", f"share{suffix}"), (f"{MASK}{suffix}",))
            for suffix in ("", EXACTLY, ALMOST)
        )
    ),
    compares(
        WholeGroups(),
        Property(
            name="the order of the groups",
            share=0.5,
            parts=(MASK, f"{MASK}{EXACTLY}", f"{MASK}{ALMOST}"),
            tolerance=EXACT,
            right="The groups were taken in the order of their numbers.",
            step="Take the groups in ascending order into validation, until it holds at least "
            "share * N images.",
            mistakes=(
                Symptom(
                    "Correct the groups first; their order follows.",
                    lambda q, e, a: bool(whole(q["groups"], float(q["share"]), a[MASK])),
                ),
                mistake(
                    "first occurrence",
                    "You take the groups in the order in which they first occur. Take them in "
                    "ascending order: np.unique sorts.",
                ),
                mistake(
                    "descending",
                    "You take the groups from the largest number down. Begin with the smallest.",
                ),
                Symptom(
                    "Where the groups hold exactly share * N images, you take one more. That is "
                    "enough: the rule says at least, >=. Ask before you take a group.",
                    lambda q, e, a: (
                        np.array_equal(a[MASK], e[MASK])
                        and np.sum(a[f"{MASK}{EXACTLY}"]) < np.sum(e[f"{MASK}{EXACTLY}"])
                    ),
                ),
                Symptom(
                    "You stop too early where share * N is no whole number. Do not round it: "
                    "validation holds at least that many.",
                    lambda q, e, a: (
                        np.array_equal(a[MASK], e[MASK])
                        and np.sum(a[f"{MASK}{ALMOST}"]) > np.sum(e[f"{MASK}{ALMOST}"])
                    ),
                ),
                Symptom(
                    "Groups with numbers below 0 come first: ascending order begins with the "
                    "smallest number. np.unique sorts them all.",
                    lambda q, e, a: (
                        np.array_equal(a[MASK], e[MASK])
                        and a[f"{MASK}{EXACTLY}"].shape == e[f"{MASK}{EXACTLY}"].shape
                    ),
                ),
                Symptom(
                    "Whole groups, and enough of them, but others than the rule says: take them in "
                    "ascending order of their numbers, not at random and not by size.",
                    lambda q, e, a: a[MASK].shape == q["groups"].shape,
                ),
            ),
        ),
    ),
)
