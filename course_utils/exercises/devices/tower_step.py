"""A training step of two towers."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.devices._passages import (
    WORK,
    Counter,
    network,
    refuse_a_stub,
    stopped,
    two_devices,
    worked,
)
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

# float32 in two small layers. The third step sees the roundings of the first two, multiplied by
# what a step does to an error: less than 10 at these learning rates.
TOLERANCE = Tolerance(500, "two layers of short sums on two towers, three steps")
GRADIENTS = tuple(steps.recorded(f"gradient of {name}", 1) for name in steps.NAMES)
MOVED = tuple(steps.after(name, 1) for name in steps.NAMES)
LATER = tuple(steps.after(name, steps.STEPS) for name in steps.NAMES)
HALVED = (
    "The weight decay is half of what it should be: tf.nn.l2_loss has halved the sum of squares "
    "already."
)
BIASES = "The biases decay, too. Add up the kernels' squares only."
MOVED_EARLY = (
    "The second tower computed its loss after the first one's update. All towers start from the "
    "same variables: average first, update once."
)


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a network, three batches, a rate and a large decay.

    Two towers cannot halve the first batch and the third one; the second is ``kept`` short of an
    image.
    """
    batch = 2 * int(rng.integers(3, 7)) + 1
    return {
        "kept": np.array([batch, batch - 1, batch]),
        "learning_rate": np.array(rng.uniform(0.1, 0.3)),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        **steps.draw_network(rng, batch=batch),
    }


def ask(tower_step: Any, question: Arrays) -> Arrays:
    """Make three steps on two logical devices; return losses, gradients, variables and work."""
    devices, counter = two_devices(), Counter(ordered=True)
    model = network(question, counter)
    own = steps.named(model, question)
    rate, decay = question["learning_rate"].item(), question["decay"].item()
    counter.take()

    def step(inputs: Any, labels: Any) -> dict[str, Any]:
        found = tower_step(model, inputs, labels, list(devices), rate, decay)
        if found is None:
            raise ExchangeError("tower_step returned None. Is its body written?")
        if not isinstance(found, tuple | list) or len(found) != 2:
            raise ExchangeError(
                "tower_step must return two things. End it with: return loss, gradients."
            )
        loss, gradients = found
        if isinstance(loss, tuple | list):
            raise ExchangeError("Return the loss first, one number, and the gradients after it.")
        if isinstance(gradients, list) and any(isinstance(one, list) for one in gradients):
            raise ExchangeError(
                "You returned the gradients of each tower. Average them, variable by variable."
            )
        return {"loss": loss, **steps.named_gradients(model, gradients, question)}

    names = ("loss", *(f"gradient of {name}" for name in steps.NAMES))
    answer: Arrays = {}
    batches = zip(question["inputs"], question["labels"], strict=True)
    for index, (inputs, labels) in enumerate(batches, start=1):
        kept = int(question["kept"][index - 1])
        steps.record(answer, step, inputs[:kept], labels[:kept], index, names)
        answer[steps.recorded(WORK, index)] = counter.take()
        refuse_a_stub("tower_step", answer, index)
        for name, value in variables.arrays(own).items():
            answer[steps.after(name, index)] = value
    return answer


def unmoved(question: Arrays, expected: Arrays) -> Arrays:
    """Return the variables after a first step that changes none."""
    return {steps.after(name, 1): v for name, v in variables.stated(question).items()}


def opposite(question: Arrays, expected: Arrays) -> Arrays:
    """Return the variables after a first step in the wrong direction."""
    return {
        steps.after(name, 1): 2 * value - expected[steps.after(name, 1)]
        for name, value in variables.stated(question).items()
    }


compare = compares(
    Property(
        name="loss",
        share=0.2,
        parts=("loss of step 1",),
        tolerance=TOLERANCE,
        right="The loss is that of the whole batch, with the decay once.",
        step="Weight each tower's mean cross-entropy by its images, and add the decay once.",
        label=lambda question, part: "the loss",
        mistakes=(
            mistake("loss sum", "The loss is the sum of the towers' losses. Average them."),
            mistake(
                "loss unweighted",
                "The loss is the plain mean of the towers' losses, but one tower has one image "
                "more. Weight each one by its images.",
            ),
            mistake(
                "loss decay twice",
                "The weight decay is in the loss twice. Is it decay / 2 times the sum of squares? "
                "If every tower's loss holds it, only weights that add up to 1 keep it once.",
            ),
            mistake(
                "loss no decay",
                "The loss lacks the weight decay. The arguments say how large it is: model.losses "
                "and cifar10.loss know nothing of `decay`. Add decay * tf.nn.l2_loss(v) for "
                "each kernel v.",
            ),
            mistake("loss decay halved", HALVED),
            mistake("loss with biases", BIASES),
            mistake(
                "loss not divided",
                "The loss adds up the cross-entropies of a tower's images. Take their mean.",
            ),
            mistake("loss first", "The loss is that of the first tower alone."),
            mistake("loss last", "The loss is that of the last tower alone."),
            mistake(
                "loss dropped", "The loss leaves out the last image: the batch's number is odd."
            ),
            mistake("loss moved a share", MOVED_EARLY),
            mistake("loss moved", MOVED_EARLY),
        ),
    ),
    Property(
        name="averaged gradients",
        share=0.3,
        parts=GRADIENTS,
        tolerance=TOLERANCE,
        right="The averaged gradients are those of the whole batch.",
        step="Average the towers' gradients with your rule of exercise 2.",
        label=lambda question, part: f"the {part.removesuffix(' of step 1')}",
        mistakes=(
            mistake(
                "gradient sum",
                "The gradients are summed over the towers, so the step is twice as long. Average.",
            ),
            mistake(
                "gradient unweighted",
                "The gradients are the plain mean of the towers', but one tower has one image "
                "more. Weight each one by its images.",
            ),
            mistake(
                "gradient decay twice",
                "The weight decay is in the gradients twice: once for each tower. It must count "
                "once.",
            ),
            mistake("gradient no decay", "The gradients lack the weight decay."),
            mistake("gradient first", "The gradients are those of the first tower alone."),
            mistake("gradient last", "The gradients are those of the last tower alone."),
            mistake("gradient dropped", "The gradients leave out the last image of the batch."),
            mistake(
                "gradient moved",
                "The second tower computed its gradient after the first one's update. All towers "
                "start from the same variables: average first, update once.",
            ),
            Symptom(
                "The gradients go wrong with the loss: correct that first.",
                lambda q, e, a: not TOLERANCE.holds(a["loss of step 1"], e["loss of step 1"]),
            ),
        ),
    ),
    worked(
        0.2,
        "Each device saw its own part of every batch.",
        "Call the model on the first part inside `with tf.device(devices[0]):`, and on the rest "
        "inside `with tf.device(devices[1]):`.",
    ),
    Property(
        name="three steps",
        share=0.3,
        parts=(*MOVED, *LATER),
        tolerance=TOLERANCE,
        right="One update a step: three steps end where one device with the whole batch ends.",
        step="Subtract learning_rate times the averaged gradient from each variable, once a step.",
        mistakes=(
            stopped(),
            Mistake("No variable changed. Update them with the averaged gradients.", unmoved),
            Mistake("The variables move the wrong way. Subtract the gradients.", opposite),
            mistake(
                "each tower updates",
                "Each tower updates the variables by itself. Wait for all towers, average their "
                "gradients, then update once.",
            ),
            Symptom(
                "Only some variables change. Update every one of model.trainable_variables.",
                lambda q, e, a: any(
                    np.array_equal(a[steps.after(name, 1)], value)
                    for name, value in variables.stated(q).items()
                ),
            ),
            Symptom(
                "The steps go wrong with the gradients: correct those first.",
                lambda q, e, a: any(
                    part + ERROR in a or not TOLERANCE.holds(a[part], e[part]) for part in GRADIENTS
                ),
            ),
        ),
    ),
)

TASK = Task("tower_step", "step", draw, ask, compare, cases=1)
