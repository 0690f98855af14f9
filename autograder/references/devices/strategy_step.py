"""Right answers to ``strategy_step``: three steps of two replicas, and those of mistakes."""

import numpy as np

from autograder.references.devices._mistakes import mistakes
from autograder.references.devices._steps import (
    FIRST,
    after,
    combined,
    parts,
    right_steps,
    wrong_decays,
)
from course_utils.exchange import Arrays
from course_utils.exercises.kit import variables


def expected(question: Arrays) -> Arrays:
    """Return three steps of two replicas, and the first losses and variables of some mistakes."""
    one = parts(question)
    images = question["inputs"].shape[1]
    wrong = {
        "sum": combined((1, one["first"]), (1, one["last"]), (2, one["decay"])),
        "sum, decay once": combined((1, one["first"]), (1, one["last"]), (1, one["decay"])),
        "unweighted": combined((0.5, one["first"]), (0.5, one["last"]), (1, one["decay"])),
        "decay twice": combined((1, one["all"]), (2, one["decay"])),
        "no decay": one["all"],
        "halved": combined((0.5, one["all"]), (0.5, one["decay"])),
    }
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    rate = float(question["learning_rate"])
    given = {f"loss {name}": np.array(loss) for name, (loss, _) in wrong.items()}
    undivided, _ = combined((images, one["all"]), (1, one["decay"]))
    divided, _ = combined((1, one["all"]), (2 / images, one["decay"]))
    given |= {"loss not divided": np.array(undivided), "loss decay divided": np.array(divided)}
    given |= wrong_decays(one)
    given |= {f"moved {name}": after(values, rate, g)[FIRST] for name, (_, g) in wrong.items()}
    _, twice = combined((2, one["all"]), (2, one["decay"]))
    given["moved twice"] = after(values, rate, twice)[FIRST]  # with the right loss
    answers = {name: v for name, v in right_steps(question).items() if "gradient" not in name}
    return answers | mistakes(given)
