"""Images and labels from the bytes of CIFAR-100's records."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import error_in
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import (
    EXACT,
    Asked,
    Mistake,
    Property,
    Symptom,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Finding, Task

PLANES = (3, 32, 32)  # as CIFAR-100 stores an image: channels, rows, columns
LABELS = 2  # bytes before each image: coarse class, fine class


def draw_records(rng: np.random.Generator) -> Arrays:
    """Draw a few records of CIFAR-100's layout.

    Returns:
        ``records``: uint8 (N, 3074), N from 3 to 5: coarse label 0..19, fine label 20..99, pixels.
        No fine label is a coarse one, so that the two cannot be taken for one another by chance.
        ``one record``: the first of them, (1, 3074).
    """
    count = int(rng.integers(3, 6))
    records = rng.integers(0, 256, (count, LABELS + np.prod(PLANES)), dtype=np.uint8)
    records[:, 0] = rng.integers(0, 20, count)
    records[:, 1] = rng.integers(20, 100, count)
    return {"records": records, "one record": records[:1]}


def interleaved(question: Arrays, expected: Arrays) -> np.ndarray:
    """Return what comes out if the bytes are taken for pixel after pixel of three channels."""
    return question["records"][:, LABELS:].reshape(-1, 32, 32, 3)


class InBytes:
    """The property that images stay bytes: right in value, they may still take eight times more."""

    name = "one byte a value"
    share = 0.2

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows: whether the images are right, and in uint8."""
        images = asked.answer.get("images")
        if images is None or not EXACT.holds(images, asked.expected["images"]):
            # Otherwise a constant would earn this share.
            sentence = error_in(asked.answer, "images") or (
                "Whether they are still bytes is looked at once the pixels are right."
            )
            return Finding(self.name, self.share, 0.0, sentence)
        if images.dtype != np.uint8:
            sentence = (
                f"Your images are {images.dtype}, {images.dtype.itemsize} bytes a value. The file "
                "holds bytes: leave them uint8. Distortions convert a batch at a time."
            )
            return Finding(self.name, self.share, 0.0, sentence)
        return Finding(self.name, self.share, 1.0, "The images stay bytes.")


TASK = Task(
    "decode_records",
    "function",
    draw_records,
    asks(
        Call(("records",), ("images", "labels")),
        Call(("one record",), ("images of one", "labels of one"), ("images", "labels")),
    ),
    compares(
        Property(
            name="images",
            share=0.5,
            parts=("images", "images of one"),
            tolerance=EXACT,
            right="Every pixel is where it belongs.",
            step="Leave out two label bytes, reshape to (N, 3, 32, 32), then move the channels to "
            "the last axis.",
            mistakes=(
                Symptom(
                    "A table of one record gives another shape. Keep the axis that counts the "
                    "images, whatever their number: squeeze() drops it.",
                    lambda question, expected, answer: (
                        EXACT.holds(answer["images"], expected["images"])
                        and answer["images of one"].shape == expected["images"].shape[1:]
                    ),
                ),
                Mistake(
                    "Your images are nine small gray copies: you read the bytes as pixel after "
                    "pixel, but all of red comes first. Reshape to (N, 3, 32, 32) first.",
                    interleaved,
                ),
                Mistake(
                    "Rows and columns are exchanged: your images are mirrored at the diagonal. "
                    "transpose names the old axes in their new order: image, row, column, channel.",
                    lambda question, expected: expected["images"].transpose(0, 2, 1, 3),
                ),
                Symptom(
                    "You return the labels first. The images come first: return images, labels.",
                    lambda question, expected, answer: (
                        answer["images"].ndim == 1 and answer["labels"].ndim == 4
                    ),
                ),
                Symptom(
                    "What you reshape is not 3 × 32 × 32 bytes an image: leave out both label "
                    "bytes of each record, and leave the number of records open with -1.",
                    lambda question, expected, answer: "reshape" in error_in(answer, "images"),
                ),
                Symptom(
                    "Your images still have the channels first. Move that axis to the end: "
                    "transpose(0, 2, 3, 1).",
                    lambda question, expected, answer: answer["images"].shape[1:] == PLANES,
                ),
                mistake(
                    "one byte early",
                    "Each image starts one byte early: it begins with the fine label. Two bytes "
                    "come before the pixels here.",
                ),
                mistake(
                    "two bytes early",
                    "Each image starts two bytes early: it begins with the labels. Leave them out.",
                ),
                Mistake(
                    "Red and blue are exchanged. Keep the channels in the order of the file.",
                    lambda question, expected: expected["images"][..., ::-1],
                ),
                Mistake(
                    "Your values are in 0..1. Decoding changes no value: do not divide by 255.",
                    lambda question, expected: expected["images"] / 255,
                ),
            ),
        ),
        Property(
            name="fine labels",
            share=0.3,
            parts=("labels", "labels of one"),
            tolerance=EXACT,
            right="The labels are the fine ones.",
            step="The fine label is the second byte of a record: one whole number an image.",
            mistakes=(
                Mistake(
                    "You returned the coarse labels. The fine label is the second byte.",
                    lambda question, expected: question["records"][:, 0],
                ),
                Mistake(
                    "You returned the first pixel of each image. Python counts from 0: the second "
                    "byte has the index 1.",
                    lambda question, expected: question["records"][:, 2],
                ),
                Symptom(
                    "Your labels have two axes. Return one axis, (N,): index the column with 1, "
                    "not with 1:2.",
                    lambda question, expected, answer: answer["labels"].ndim == 2,
                ),
            ),
        ),
        InBytes(),
    ),
)
