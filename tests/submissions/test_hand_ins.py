"""What one hand-in, and twenty, can learn of the hidden images: docs/instructor.md says it."""

import re
from math import log2, perm

import numpy as np

from autograder.course import ROOT
from autograder.grading.pipeline import Grader
from autograder.grading.questions import HIDDEN_COUNT, VISIBLE_COUNT
from autograder.reporting.summary import MOST_CONFUSIONS
from autograder.sandbox.hidden import ERRORS, LONGEST_CELL_LINES
from course_utils.exercises.kit.hidden_images import AGAIN
from tests.submissions.zoo import VARIANT

ENDINGS = 8  # ways in which a kernel ends
GRADED_CELLS = 4  # of 08_your_variant
PROPERTIES = 20  # of its other exercises, more than there are: right or wrong
SHOWN = 11  # sentences on what scores show
SECONDS = 16  # bars that a report can tell apart
HAND_INS = Grader.hand_ins.default_value


def bits():
    """At most so many bits of a hand-in of 08_your_variant come back, by what carries them."""
    error = log2((len(ERRORS) + 1) * (LONGEST_CELL_LINES + 1))
    return {
        "accuracy": log2(HIDDEN_COUNT["shapes"] + 1 + AGAIN + 1) + 1,
        "what the scores show": log2(SHOWN + 1),
        "commonest mistakes": log2(perm(90, MOST_CONFUSIONS)) + 1,
        "visible accuracy": log2(VISIBLE_COUNT["shapes"] + 1),
        "error in the answer": error,
        "error of a cell": error + log2(GRADED_CELLS),
        "why the kernel ended": log2(ENDINGS),
        "seconds": log2(SECONDS),
        "other exercises": PROPERTIES,
    }


def test_the_document_counts_every_bit_that_a_hand_in_of_your_variant_learns():
    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    said = {
        name.strip(): int(count)
        for name, count in re.findall(r"^\| ([^|]+) \| (\d+) \|", text, re.M)
    }
    counted = bits()
    assert {name: said.get(name) for name in counted} == {
        name: int(np.ceil(count - 1e-9)) for name, count in counted.items()
    }
    assert f"together {sum(said[name] for name in counted)} bits" in text


def gained(rng, uncertain=1_500, images=HIDDEN_COUNT["shapes"]):
    """The images gained by a student who takes the second choice at random in each hand-in.

    The images are those of which two classes are equally likely, which is more than any network
    leaves open. The last hand-in takes the second choice where the others did better with it.
    """
    truth = rng.random(uncertain)
    first, second = truth < 0.45, truth > 0.55
    votes = np.zeros(uncertain)
    for _ in range(HAND_INS - 1):
        other = rng.random(uncertain) < 0.5
        votes += np.where(other, 1, -1) * (np.where(other, second, first).mean() - 0.45)
    return (np.where(votes > 0, second, first).sum() - first.sum()) / images


def test_twenty_accuracies_are_worth_at_most_two_percentage_points():
    rng = np.random.default_rng(0)
    mean = float(np.mean([gained(rng) for _ in range(200)]))
    assert 0.005 < mean < 0.02


def test_the_limit_of_hand_ins_is_the_one_that_the_document_names():
    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    assert f"`c.Grader.hand_ins`, {HAND_INS} by default" in " ".join(text.split())
    assert VARIANT in text
