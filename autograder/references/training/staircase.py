"""Right answers to ``staircase``: rates, and those by other rules for the stair."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return the rates between and at the edges, and those by other rules where these show."""
    batch, examples, epochs = (int(question[n]) for n in ("batch size", "examples", "epochs"))
    exact = examples / batch * epochs
    length = int(exact)
    between, edges = (question[f"steps {p}"].astype(np.float64) for p in ("between", "at edges"))
    stair = between // length
    stairs = {
        "smooth between": between / length,
        "each epoch between": between // int(examples / batch),
        "one batch between": between * batch // length,
        "once between": np.minimum(stair, 1),
        "one too many between": stair + 1,
        "grows between": -stair,
        "smooth at edges": edges / length,
        "late at edges": np.maximum(edges - 1, 0) // length,
        "ahead at edges": (edges + 1) // length,
        "rounded early at edges": edges // (examples // batch * epochs),
        "unrounded at edges": edges // exact,
        "nearest at edges": edges // (length + 1),
    }
    rate, factor = float(question["first rate"]), float(question["factor"])
    return {
        "rates between": rate * factor**stair,
        "rates at edges": rate * factor ** (edges // length),
        **{PREFIX + name: rate * factor**other for name, other in stairs.items()},
        PREFIX + "times between": rate * factor * stair,
        PREFIX + "constant between": np.full(len(between), rate),
        PREFIX + "a tenth between": rate * 0.1**stair,
        PREFIX + "from a tenth between": 0.1 * factor**stair,
    }
