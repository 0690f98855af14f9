"""Arrays in the layout of SVHN's files, images last and labels from 1."""

from dataclasses import dataclass

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import EXACT, Asked, Mistake, Property, Symptom, compares
from course_utils.exercises.kit.task import Task


@dataclass(frozen=True)
class Whole(Property):
    """A property of whole numbers: floating-point numbers of the same value are not right."""

    def _holds(self, asked: Asked, part: str) -> bool:
        return super()._holds(asked, part) and asked.answer[part].dtype.kind in "iu"


def draw_mat(rng: np.random.Generator) -> Arrays:
    """Draw arrays as a .mat file holds them; their sizes differ on every axis.

    Returns:
        ``X``: uint8 (height, width, channels, N). ``y``: uint8 (N, 1), 1 to ``classes``, each at
        least once and ``classes`` more often. ``classes``: 11 to 14, so that a fixed 10 shows.
        ``X of one`` and ``y of one``: the same of one image, whose label is below ``classes``.
    """
    height, width = (int(side) for side in rng.permutation(np.arange(5, 10))[:2])
    channels, classes = int(rng.integers(2, 5)), int(rng.integers(11, 15))
    count = int(rng.integers(20, 27))
    labels = np.concatenate(
        [np.arange(1, classes + 1), [classes] * 2, rng.integers(1, classes, count - classes - 2)]
    )
    return {
        "X": rng.integers(0, 256, (height, width, channels, count), dtype=np.uint8),
        "y": rng.permutation(labels).astype(np.uint8)[:, None],
        "classes": np.array(classes),
        "X of one": rng.integers(0, 256, (height, width, channels, 1), dtype=np.uint8),
        "y of one": np.array([[rng.integers(1, classes)]], np.uint8),
    }


def _reshaped(question: Arrays, expected: Arrays) -> np.ndarray:
    return question["X"].reshape(expected["images"].shape)


def _labels(question: Arrays) -> np.ndarray:
    return question["y"][:, 0].astype(np.int64)


TASK = Task(
    "decode_mat",
    "function",
    draw_mat,
    functions.asks(
        Call(("X", "y", "classes"), ("images", "labels")),
        Call(
            ("X of one", "y of one", "classes"),
            ("images of one", "labels of one"),
            ("images", "labels"),
        ),
    ),
    compares(
        Whole(
            name="images",
            share=0.5,
            parts=("images", "images of one"),
            tolerance=EXACT,
            right="The images come one after another, whole.",
            step="Entry (n, i, j, c) of the images is X[i, j, c, n]: move the last axis to the "
            "front, and keep the order of the others.",
            mistakes=(
                Mistake(
                    "The shape is right, but every image is mixed out of all: reshape keeps the "
                    "order of the bytes. Move the axis with transpose or np.moveaxis.",
                    _reshaped,
                ),
                Mistake(
                    "Height and width are exchanged: your images are turned on their side. Keep "
                    "the order of the first three axes of X.",
                    lambda q, e: e["images"].transpose(0, 2, 1, 3),
                ),
                Mistake(
                    "You exchanged the first axis and the last one, so that height now comes last. "
                    "Move the last one to the front; the others follow in their order.",
                    lambda q, e: q["X"].swapaxes(0, 3),
                ),
                Symptom(
                    "Your labels come first. End with: return images, labels.",
                    lambda q, e, a: a["images"].shape == e["labels"].shape,
                ),
                Mistake(
                    "X.T turns the order of all axes around. Move the last one to the front only.",
                    lambda q, e: q["X"].T,
                ),
                Mistake(
                    "Your channels come before height and width. Keep them last.",
                    lambda q, e: e["images"].transpose(0, 3, 1, 2),
                ),
                Mistake(
                    "The images are as they were in X: their number still comes last.",
                    lambda q, e: q["X"],
                ),
                Symptom(
                    "A file of one image gives another shape. Keep the axis that counts the "
                    "images, whatever their number: squeeze() drops it.",
                    lambda q, e, a: (
                        np.array_equal(a["images"], e["images"])
                        and a["images of one"].shape == e["images of one"].shape[1:]
                    ),
                ),
                Symptom(
                    "You divided the pixels by 255. Leave them as they are, bytes from 0 to 255.",
                    lambda q, e, a: np.allclose(a["images"] * 255, e["images"]),
                ),
                Symptom(
                    "The pixels have the right values, but as floating-point numbers. Leave them "
                    "as bytes, uint8: they take an eighth of the memory.",
                    lambda q, e, a: np.array_equal(a["images"], e["images"]),
                ),
            ),
        ),
        Whole(
            name="labels",
            share=0.5,
            parts=("labels", "labels of one"),
            tolerance=EXACT,
            right="Each label is its class, and the last one of the file is class 0.",
            step="One whole number for each image: the label in y, but 0 where it is classes.",
            mistakes=(
                Mistake(
                    "The label that equals classes is still there. It means class 0.",
                    lambda q, e: _labels(q),
                ),
                Mistake(
                    "You subtracted 1 from every label. A 3 in the file is a 3; only the label "
                    "that equals classes becomes 0.",
                    lambda q, e: _labels(q) - 1,
                ),
                Mistake(
                    "You take 10 for the label that means 0. That is SVHN's number of classes; "
                    "this file has another. Use the argument classes.",
                    lambda q, e: _labels(q) % 10,
                ),
                Symptom(
                    "Your labels have the shape (N, 1), as in the file. Return one axis, (N,): a "
                    "loss or a comparison would spread the other shape to (N, N).",
                    lambda q, e, a: a["labels"].shape == q["y"].shape,
                ),
                Symptom(
                    "In a file where no label equals classes, the largest label became 0. Compare "
                    "with the argument classes, not with the largest label.",
                    lambda q, e, a: (
                        np.array_equal(a["labels"], e["labels"]) and not a["labels of one"].any()
                    ),
                ),
                Symptom(
                    "The labels have the right values, but are no whole numbers. Labels are "
                    "indices: return integers.",
                    lambda q, e, a: np.array_equal(a["labels"], e["labels"]),
                ),
            ),
        ),
    ),
)
