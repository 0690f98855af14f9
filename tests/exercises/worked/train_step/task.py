"""Kind step: cross-entropy with weight decay on the kernels, and gradient descent."""

import numpy as np

from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.properties import Mistake, Property, Tolerance, compares
from course_utils.exercises.kit.task import Task

KERNELS = ("hidden/kernel", "softmax_linear/kernel")

# float32 in two small layers. The third step sees the roundings of the first two, multiplied by
# what a step does to an error: less than 10 at these learning rates.
TOLERANCE = Tolerance(500, "two layers of short sums, three steps")


def draw(rng):
    """A network, three batches, a learning rate, and a large decay, so that it shows."""
    return {
        "learning_rate": np.array(rng.uniform(0.1, 0.3)),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        **steps.draw_network(rng),
    }


def start(train_step, model, question):
    rate, decay = question["learning_rate"].item(), question["decay"].item()
    return lambda inputs, labels: {"loss": train_step(model, inputs, labels, rate, decay)}


ask = steps.asks(start)


def loss_with(question, expected, half=0.5, biases=False):
    """The first loss under another rule for the decay."""
    values = variables.stated(question)
    squares = {name: (value.astype(np.float64) ** 2).sum() for name, value in values.items()}
    right = sum(squares[name] for name in KERNELS)
    other = sum(squares[name] for name in (steps.NAMES if biases else KERNELS))
    return expected["loss of step 1"] + question["decay"] * (half * other - 0.5 * right)


def moved(question, expected, factor):
    """The variables after a first step ``factor`` times as long as the right one."""
    return {
        steps.after(name, 1): value + factor * (expected[steps.after(name, 1)] - value)
        for name, value in variables.stated(question).items()
    }


compare = compares(
    Property(
        name="loss",
        share=0.4,
        parts=("loss of step 1",),
        tolerance=TOLERANCE,
        right="The loss is cross-entropy plus the decay of the kernels.",
        step="Add decay / 2 times the sum of squares of each kernel to the mean cross-entropy.",
        mistakes=(
            Mistake(
                "Your loss lacks the weight decay. Add it to the cross-entropy.",
                lambda question, expected: loss_with(question, expected, half=0.0),
            ),
            Mistake(
                "Your decay is twice as large as asked for: divide the sum of squares by 2.",
                lambda question, expected: loss_with(question, expected, half=1.0),
            ),
            Mistake(
                "You decay the biases, too. Only kernels decay.",
                lambda question, expected: loss_with(question, expected, biases=True),
            ),
        ),
    ),
    Property(
        name="one step",
        share=0.3,
        parts=tuple(steps.after(name, 1) for name in steps.NAMES),
        tolerance=TOLERANCE,
        right="One step moves each variable against its gradient.",
        step="Subtract learning_rate times the gradient of the whole loss from each variable.",
        mistakes=(
            Mistake(
                "No variable changed. Apply the gradients to the model's variables.",
                lambda question, expected: moved(question, expected, 0),
            ),
            Mistake(
                "The variables move the wrong way. Subtract the gradients.",
                lambda question, expected: moved(question, expected, -1),
            ),
        ),
    ),
    Property(
        name="three steps",
        share=0.3,
        parts=(
            "loss of step 2",
            "loss of step 3",
            *(steps.after(name, 3) for name in steps.NAMES),
        ),
        tolerance=TOLERANCE,
        right="Three steps on three batches end where they should.",
        step="Each step uses its own batch and the variables as the step before left them.",
    ),
)

TASK = Task("train_step", "step", draw, ask, compare, cases=1)
