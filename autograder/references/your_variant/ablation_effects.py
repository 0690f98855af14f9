"""Right answers to ``ablation_effects``: effects, errors, and what mistakes give."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.your_variant.ablation_effects import EFFECTS, ERRORS, OTHERS, RIGHT


def expected(question: Arrays) -> Arrays:
    """Return main effects, interaction and their paired standard errors, and what mistakes give."""
    right = question[RIGHT].astype(np.float64)
    none, second, first, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]
    count = right.shape[-1]
    effects, errors = _right(right)
    sds = errors * np.sqrt(count)
    own = [one.var(ddof=1) / count for one in (none, second, first, both)]
    unpaired = np.sqrt(sum(own)) * np.array([0.5, 0.5, 1.0])
    simple = np.stack([first - none, second - none])
    beside = np.stack([both - second, both - first])
    wrong = {
        "simple effects": [*simple.mean(axis=1), effects[2]],
        "simple effects beside the other": [*beside.mean(axis=1), effects[2]],
        "summed effects": effects * (2, 2, 1),
        "axes swapped": effects[[1, 0, 2]],
        "half of the interaction": effects * (1, 1, 0.5),
        "interaction with the other sign": effects * (1, 1, -1),
        "both against none": [*effects[:2], (both - none).mean()],
        "unpaired": unpaired,
        "standard deviations": sds,
        "divided by n": sds / count,
        "variances": errors**2,
        "half errors of the interaction": errors * (1, 1, 0.5),
        "summed errors": errors * (2, 2, 1),
        "simple errors": [*(simple.std(axis=1, ddof=1) / np.sqrt(count)), errors[2]],
    }
    others, errors_of_others = _right(question[f"{RIGHT}{OTHERS}"].astype(np.float64))
    return {
        EFFECTS: effects,
        ERRORS: errors,
        f"{EFFECTS}{OTHERS}": others,
        f"{ERRORS}{OTHERS}": errors_of_others,
        **{PREFIX + name: np.asarray(value) for name, value in wrong.items()},
    }


def _right(right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the three effects and their standard errors."""
    none, second, first, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]
    each = np.stack([(first + both - none - second) / 2, (second + both - none - first) / 2])
    each = np.vstack([each, both - first - second + none])
    return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
