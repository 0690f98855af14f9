"""Ordinary and large logits: drawing them, and the symptoms of what overflows."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import Symptom

LARGE = 1_000.0  # exp overflows above 709, in float32 above 88
HALF = 500.0  # its exponential fits into a float64, that of twice as much does not


def sizes(rng: np.random.Generator) -> tuple[int, int]:
    """Draw a number of images and a number of classes, which are never the same."""
    return int(rng.integers(10, 16)), int(rng.integers(4, 9))


def around(rng: np.random.Generator, level: float, shape: tuple[int, ...]) -> np.ndarray:
    """Draw logits around a level, float64, that a float32 holds without rounding."""
    return (level + rng.normal(0, 2, shape)).astype(np.float32).astype(np.float64)


def spread(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw logits of which each row reaches from about 1,000 down to about -1,000."""
    logits = around(rng, 0.0, shape)
    for row in logits.reshape(-1, shape[-1]):
        highest, lowest = rng.choice(shape[-1], 2, replace=False)
        row[highest], row[lowest] = row[highest] + LARGE, row[lowest] - LARGE
    return logits.astype(np.float32).astype(np.float64)


SPREAD = (
    "A row that reaches from 1,000 down to -1,000 gives NaN: its exponentials overflow. Subtract "
    "the row's largest logit, neither its smallest nor its mean."
)


def not_finite(part: str, sentence: str) -> Symptom:
    """Return the symptom that a part holds numbers that are not finite; a sentence says why."""
    return Symptom(sentence, lambda question, expected, answer: not np.isfinite(answer[part]).all())


def ordinary_first(*parts: str) -> Symptom:
    """Return the symptom that ordinary logits are wrong already, so that large ones say nothing."""

    def shows(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
        return not all(
            answer[part].shape == expected[part].shape
            and np.allclose(answer[part], expected[part], rtol=1e-3, atol=1e-3)
            for part in parts
        )

    return Symptom("Large logits go wrong, too: correct ordinary ones first.", shows)
