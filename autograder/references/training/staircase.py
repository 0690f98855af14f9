"""Right answers to ``staircase``: rates, and those by other rules for the stair."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return the rates between and at the edges, and those by other rules for the stair."""
    batch, examples, epochs = (int(question[n]) for n in ("batch size", "examples", "epochs"))
    exact = examples / batch * epochs
    length = int(exact)
    stairs = {
        "": lambda step: step // length,
        "smooth": lambda step: step / length,
        "each epoch": lambda step: step // int(examples / batch),
        "one batch": lambda step: step * batch // length,
        "once": lambda step: np.minimum(step // length, 1),
        "one too many": lambda step: step // length + 1,
        "grows": lambda step: -(step // length),
        "late": lambda step: np.maximum(step - 1, 0) // length,
        "ahead": lambda step: (step + 1) // length,
        "rounded early": lambda step: step // (examples // batch * epochs),
        "unrounded": lambda step: step // exact,
        "nearest": lambda step: step // (length + 1),
    }
    rate, factor = float(question["first rate"]), float(question["factor"])
    found: Arrays = {}
    for place in ("between", "at edges"):
        at = question[f"steps {place}"].astype(np.float64)
        for name, stair in stairs.items():
            part = f"{PREFIX}{name} {place}" if name else f"rates {place}"
            found[part] = rate * factor ** stair(at)
        found[f"{PREFIX}times {place}"] = rate * factor * (at // length)
        found[f"{PREFIX}constant {place}"] = np.full(len(at), rate)
        found[f"{PREFIX}a tenth {place}"] = rate * 0.1 ** (at // length)
        found[f"{PREFIX}from a tenth {place}"] = 0.1 * factor ** (at // length)
    return found
