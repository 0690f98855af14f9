"""Decay, gradients of limited length, one update."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.answers import several
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task

KERNELS = ("hidden/kernel", "softmax_linear/kernel")

# float32 in two small layers. The third step sees the roundings of the first two, multiplied by
# what a step does to an error: less than 10 at these learning rates.
TOLERANCE = Tolerance(500, "two layers of short sums, three steps")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a network, three batches, and a limit that the first and third gradients exceed.

    One of the kernels has two axes, the other three: kernels are known by their names.

    Returns:
        What ``steps.draw_network`` returns; ``learning_rate`` 0.3..0.6; ``decay`` 0.05..0.2, large
        enough to show; and ``limit`` float64 (3,), one for each step: two that are far below the
        length of any gradient here, and between them one far above.
    """
    network = steps.draw_network(rng, batch=int(rng.integers(6, 11)), third_axis=True)
    return {
        "learning_rate": np.array(rng.uniform(0.3, 0.6)),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        "limit": rng.uniform(0.15, 0.25, 3) * np.array([1, 100, 1]),
        **network,
    }


def start(clipped_step: Any, model: Any, question: Arrays) -> steps.Step:
    """Return the function that makes one step after another, each with its own limit."""
    rate, decay = question["learning_rate"].item(), question["decay"].item()
    limits = iter(question["limit"].tolist())

    def step(images: Any, labels: Any) -> dict[str, Any]:
        returned = clipped_step(model, images, labels, rate, decay, next(limits))
        pair = several(returned, 2)
        if pair is None:
            found = "None" if returned is None else f"a {type(returned).__name__}"
            raise ExchangeError(
                f"clipped_step returned {found}. Is its body written? End it with: return loss, "
                "norm."
            )
        return {"loss": pair[0], "norm": pair[1]}

    return step


def after_first(name: str, sentence: str) -> Mistake:
    """Return a mistake that shows in the variables after the first step, given by the reference."""
    return Mistake(
        sentence,
        lambda q, e: {
            steps.after(one, 1): given_by(e, f"{name}, {one}") for one in variables.stated(q)
        },
    )


def unmoved(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
    """Return whether no variable changed in the first step."""
    return all(
        np.array_equal(answer[steps.after(name, 1)], value)
        for name, value in variables.stated(question).items()
    )


TASK = Task(
    "clipped_step",
    "step",
    draw,
    steps.asks(start, ("loss", "norm")),
    compares(
        Property(
            name="loss",
            share=0.2,
            parts=("loss of step 1",),
            tolerance=TOLERANCE,
            right="The loss is cross-entropy plus the decay of the kernels.",
            step="Add decay / 2 times the sum of squares of each kernel to the mean cross-entropy, "
            "which gets the logits as they are.",
            mistakes=(
                mistake("no decay", "Your loss lacks the weight decay. Add it to the mean."),
                mistake(
                    "whole squares",
                    "Your decay is twice as large as asked for: tf.nn.l2_loss halves the sum of "
                    "squares.",
                ),
                mistake("biases", "You decay the biases, too. Only kernels decay."),
                mistake("sum", "You add up the cross-entropies of the batch. Take their mean."),
                mistake("after", "That is the loss after the update. Return the one before it."),
                mistake(
                    "of probabilities",
                    "Your cross-entropy takes the logits for probabilities. Tell Keras "
                    "from_logits=True, or use "
                    "tf.nn.sparse_softmax_cross_entropy_with_logits.",
                ),
                Mistake(
                    "You exchanged the two results: first the loss, then the norm.",
                    lambda q, e: e["norm of step 1"],
                ),
                Symptom(
                    "Your loss has a number for each image. Take the mean over the batch.",
                    lambda q, e, a: a["loss of step 1"].ndim > 0,
                ),
            ),
        ),
        Property(
            name="norm",
            share=0.2,
            parts=("norm of step 1",),
            tolerance=TOLERANCE,
            right="The norm is that of all gradients together, before they are shortened.",
            step="Square every number in all the gradients, add all of it up, take one root.",
            mistakes=(
                Mistake(
                    "You return the norm of the shortened gradients. Return the one before: it "
                    "tells whether a step was shortened.",
                    lambda q, e: q["limit"][0],
                ),
                Mistake("Your norm is the loss.", lambda q, e: e["loss of step 1"]),
                Mistake(
                    "You return the square of the norm. Take its root.",
                    lambda q, e: e["norm of step 1"] ** 2,
                ),
                mistake(
                    "sum of norms",
                    "You add up the norms of the variables. Add up their squares, then take one "
                    "root.",
                ),
                mistake("largest norm", "That is the largest norm of one variable."),
                mistake(
                    "norm without decay",
                    "Your gradient is that of the cross-entropy alone. Add the decay to the loss "
                    "inside the tape, so that it is differentiated, too.",
                ),
                mistake("sum of the batch, norm", "Your gradient is that of a sum over the batch."),
                Symptom(
                    "Your norm is no single number. There is one for all variables together.",
                    lambda q, e, a: a["norm of step 1"].ndim > 0,
                ),
            ),
        ),
        Property(
            name="a shortened step",
            share=0.35,
            parts=tuple(steps.after(name, 1) for name in steps.NAMES),
            tolerance=TOLERANCE,
            right="A gradient that is too long is shortened, and keeps its direction.",
            step="Where the norm exceeds limit, multiply all gradients by limit / norm; then "
            "subtract learning_rate times the gradient from each variable.",
            mistakes=(
                Symptom(
                    "No variable changed. Apply the gradients: variable.assign_sub(...).", unmoved
                ),
                after_first(
                    "unclipped",
                    "Your step is not shortened. Multiply all gradients by limit / norm where the "
                    "norm exceeds limit.",
                ),
                after_first(
                    "each",
                    "You shorten each variable's gradient by itself, which turns the step into "
                    "another direction. Use one norm and one factor for all.",
                ),
                after_first(
                    "by value",
                    "You cut off every number of the gradients at ±limit, which turns the step "
                    "into another direction. Multiply all by one factor.",
                ),
                after_first("up", "The variables move the wrong way. Subtract the gradients."),
                after_first("rate forgotten", "Your step lacks the learning rate. Multiply by it."),
                after_first(
                    "late decay",
                    "The gradient of the decay is missing in your step. Add the decay to the loss "
                    "inside the tape.",
                ),
            ),
        ),
        Property(
            name="steps that need no shortening",
            share=0.25,
            parts=(
                "loss of step 2",
                "loss of step 3",
                "norm of step 2",
                *(steps.after(name, index) for index in (2, 3) for name in steps.NAMES),
            ),
            tolerance=TOLERANCE,
            right="A short gradient stays as it is, and three steps end where they should.",
            step="Each step uses its own batch, its own limit, and the variables as the step "
            "before left them.",
            mistakes=(
                Mistake(
                    "You lengthen short gradients up to the limit. Only shorten: the factor is "
                    "limit / norm where the norm exceeds limit, else 1.",
                    lambda q, e: {
                        steps.after(name, 2): given_by(e, f"always, {name}") for name in steps.NAMES
                    },
                ),
            ),
        ),
    ),
)
