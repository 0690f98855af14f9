"""The parts of a batch that each tower takes."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, as_array, describe
from course_utils.exercises.kit.properties import EXACT, Asked, Property, Symptom, compares
from course_utils.exercises.kit.task import Task

# Further batches: one that its towers share evenly, one for one tower, and an image a tower.
OTHERS = (" shared evenly", " of one tower", " of single images")


def draw_batch(rng: np.random.Generator) -> Arrays:
    """Draw a batch that its towers cannot share evenly.

    Returns:
        ``images``: float32 (N, 3, 2, 1), no two of them alike. ``towers``: 4 to 6; N exceeds a
        multiple of it by 2 or more, but by less than ``towers - 1``, so that rules that differ in
        who gets the rest give different parts. The same of three other batches, ``OTHERS``; those
        that are shared evenly are numbers, without further axes.
    """
    towers = int(rng.integers(4, 7))
    count = towers * int(rng.integers(2, 5)) + int(rng.integers(2, towers - 1))
    counts = (count, towers * int(rng.integers(2, 5)), int(rng.integers(3, 8)), towers)
    question: Arrays = {}
    for suffix, images, own in zip(("", *OTHERS), counts, (towers, towers, 1, towers), strict=True):
        shape = (images,) if suffix == OTHERS[0] else (images, 3, 2, 1)
        numbers = rng.permutation(int(np.prod(shape))).reshape(shape)
        question[f"images{suffix}"] = numbers.astype(np.float32)
        question[f"towers{suffix}"] = np.array(own)
    return question


def ask_split(split_batch: Any, question: Arrays) -> Arrays:
    """Return how many images each part has, and the images of all parts one after the other.

    What goes wrong with the first batch ends the check; one of the others loses its own parts.
    """
    answer = split(split_batch, question["images"], question["towers"].item())
    for suffix in OTHERS:
        try:
            found = split(
                split_batch, question[f"images{suffix}"], question[f"towers{suffix}"].item()
            )
        except (Exception, SystemExit) as error:
            found = dict.fromkeys(("sizes", "images in order"), np.array(describe(error)))
            found = {name + ERROR: said for name, said in found.items()}
        for name, array in found.items():
            own = name.removesuffix(ERROR)
            answer[own + suffix + name[len(own) :]] = array
    return answer


def split(split_batch: Any, images: np.ndarray, towers: int) -> Arrays:
    """Return what one call gives: the parts' sizes, and the images one after the other.

    Raises:
        ExchangeError: It returned no list of arrays.
    """
    parts = split_batch(images, towers)
    if parts is None or not hasattr(parts, "__len__") or isinstance(parts, dict | str):
        found = "None" if parts is None else f"a {type(parts).__name__}"
        raise ExchangeError(
            f"split_batch returned {found}. Return a list of arrays, one for each tower."
        )
    arrays = [as_array(part, "A part") for part in parts]
    answer = {"sizes": np.array([len(part) if part.ndim else -1 for part in arrays])}
    try:
        answer["images in order"] = np.concatenate(arrays)
    except ValueError:
        sentence = f"The parts have the shapes {', '.join(str(one.shape) for one in arrays)[:300]}"
        answer["images in order" + ERROR] = np.array(
            f"{sentence}: split the first axis only, and keep the others as they are."
        )
    return answer


class Split(Property):
    """A property of parts: the whole batch, or single images, are in order without any split."""

    def problem(self, asked: Asked) -> str:
        """Return what is wrong with an answer, or ''."""
        sizes, count = asked.answer.get("sizes"), len(asked.question["images"])
        if sizes is not None and sizes.size and sizes.max() in (1, count):
            return "Your parts are the whole batch, or single images. Give each tower its part."
        return super().problem(asked)


TASK = Task(
    "split_batch",
    "function",
    draw_batch,
    ask_split,
    compares(
        Property(
            name="sizes",
            share=0.5,
            parts=("sizes", *(f"sizes{suffix}" for suffix in OTHERS)),
            tolerance=EXACT,
            right="The parts' sizes differ by one image at most, the larger ones first.",
            step="Give each tower len(images) // towers images, and the first ones one more each, "
            "until none is left.",
            label=lambda question, part: f"the list of the parts' {part}",
            mistakes=(
                Symptom(
                    "The parts are single numbers. Return arrays of images, such as "
                    "images[start : start + own], not their sizes.",
                    lambda q, e, a: (a["sizes"] == -1).any(),
                ),
                Symptom(
                    "Images are lost: len(images) // towers images for each tower leave a rest. "
                    "Give one of them to each of the first towers.",
                    lambda q, e, a: (
                        a["sizes"].shape == e["sizes"].shape and a["sizes"].sum() < len(q["images"])
                    ),
                ),
                Symptom(
                    "Every tower gets the whole batch. Each image belongs to one tower only.",
                    lambda q, e, a: a["sizes"].size > 1 and (a["sizes"] == len(q["images"])).all(),
                ),
                Symptom(
                    "Some images are in two parts. Let each part begin where the one before ended.",
                    lambda q, e, a: (
                        a["sizes"].shape == e["sizes"].shape and a["sizes"].sum() > len(q["images"])
                    ),
                ),
                Symptom(
                    "The parts' sizes differ by more than one image: the last part gets what is "
                    "left, much or little. Give one image of the rest to each of the first towers.",
                    lambda q, e, a: a["sizes"].shape == e["sizes"].shape and np.ptp(a["sizes"]) > 1,
                ),
                Symptom(
                    "The sizes are right, but the larger parts come first: that is how the devices "
                    "will be told.",
                    lambda q, e, a: (
                        not np.array_equal(a["sizes"], e["sizes"])
                        and np.array_equal(np.sort(a["sizes"]), np.sort(e["sizes"]))
                    ),
                ),
                Symptom(
                    "There are not as many parts as towers. The number of towers is the second "
                    "argument, not the number of images in a part.",
                    lambda q, e, a: a["sizes"].shape != e["sizes"].shape,
                ),
            ),
        ),
        Split(
            name="images in order",
            share=0.5,
            parts=("images in order", *(f"images in order{suffix}" for suffix in OTHERS)),
            tolerance=EXACT,
            right="The parts, one after the other, are the batch.",
            step="The first part holds the first images, the second one those that follow.",
            label=lambda question, part: f"the {part}",
            mistakes=(
                Symptom(
                    "Every image is there, but not in its order: labels are split in the same way, "
                    "so take neighbours, not images from all over the batch.",
                    lambda q, e, a: (
                        not np.array_equal(a["images in order"], q["images"])
                        and np.array_equal(
                            np.sort(a["images in order"], axis=None),
                            np.sort(q["images"], axis=None),
                        )
                    ),
                ),
                Symptom(
                    "The parts together are not the batch: images are missing or there twice.",
                    lambda q, e, a: len(a["images in order"]) != len(q["images"]),
                ),
                Symptom(
                    "Some images are in two parts, and others in none. Let each part begin where "
                    "the one before ended.",
                    lambda q, e, a: (
                        np.unique(a["images in order"]).size < a["images in order"].size
                    ),
                ),
            ),
        ),
    ),
)
