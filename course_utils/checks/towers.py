"""A task of ``07_devices``: a training step of two towers; and what its siblings share with it."""

import re
from typing import Any

import numpy as np

from course_utils.checks import steps, variables
from course_utils.checks.answers import ERROR
from course_utils.checks.exchange import Arrays, ExchangeError
from course_utils.checks.mistakes import mistake
from course_utils.checks.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.checks.task import Task

DEVICES = 2
WORK = "images on each device"  # the part that holds them, the larger number first

# float32 in two small layers. The third step sees the roundings of the first two, multiplied by
# what a step does to an error: less than 10 at these learning rates.
TOLERANCE = Tolerance(500, "two layers of short sums on two towers, three steps")
FIRST = steps.recorded(f"gradient of {steps.NAMES[0]}", 1)
MOVED = tuple(steps.after(name, 1) for name in steps.NAMES)
LATER = tuple(steps.after(name, steps.STEPS) for name in steps.NAMES)


def draw(rng: np.random.Generator) -> Arrays:
    """A network, three batches that two towers cannot halve, a learning rate and a large decay."""
    return {
        "learning_rate": np.array(rng.uniform(0.1, 0.3)),
        "decay": np.array(rng.uniform(0.05, 0.2)),
        **steps.draw_network(rng, batch=2 * int(rng.integers(3, 7)) + 1),
    }


def half(question: Arrays) -> int:
    """How many images the first of two towers has: one more than the second."""
    return (question["inputs"].shape[1] + 1) // 2


class Counter:
    """Counts the images that pass a place in a network, by device, also inside a graph."""

    def __init__(self) -> None:
        import tensorflow as tf

        self.images = [tf.Variable(0) for _ in range(DEVICES)]

    def layer(self) -> Any:
        """A Keras layer that lets everything pass and counts it."""
        import keras
        import tensorflow as tf

        images = self.images

        class Passage(keras.layers.Layer):
            def call(self, x: Any) -> Any:
                if tf.is_tensor(x):  # not while Keras builds the model
                    named = re.search(r"CPU:(\d+)$", x.device or "")
                    place = min(int(named[1]) if named else 0, DEVICES - 1)
                    images[place].assign_add(tf.shape(x)[0])
                return x

        return Passage(name="passage")

    def take(self) -> np.ndarray:
        """How many images passed on each device since the last call, the larger number first."""
        found = np.array([int(one.numpy()) for one in self.images])
        for one in self.images:
            one.assign(0)
        return np.sort(found)[::-1]


def two_devices() -> list[str]:
    """The names of two logical CPU devices.

    Raises:
        SettingError: TensorFlow started with fewer.
    """
    from course_utils import environment

    environment.start_tensorflow(devices=DEVICES)
    import tensorflow as tf

    return [device.name for device in tf.config.list_logical_devices("CPU")[:DEVICES]]


def network(question: Arrays, counter: Counter) -> Any:
    """The drawn network, with a counter: inputs (N, features) -> logits (N, classes)."""
    import keras

    values = variables.stated(question)
    features, hidden = values["hidden/kernel"].shape
    inputs = keras.Input((features,))
    x = keras.layers.Dense(hidden, activation="tanh", name="hidden")(inputs)
    x = counter.layer()(x)
    logits = keras.layers.Dense(values["softmax_linear/bias"].size, name="softmax_linear")(x)
    model = keras.Model(inputs, logits)
    variables.assign(steps.named(model, question), values)
    return model


def ask(tower_step: Any, question: Arrays) -> Arrays:
    """Three steps on two logical devices: losses, gradients, variables, and who did the work."""
    devices, counter = two_devices(), Counter()
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
        return {"loss": loss, **steps.named_gradients(model, gradients, question)}

    names = ("loss", *(f"gradient of {name}" for name in steps.NAMES))
    answer: Arrays = {}
    batches = zip(question["inputs"], question["labels"], strict=True)
    for index, (inputs, labels) in enumerate(batches, start=1):
        steps.record(answer, step, inputs, labels, index, names)
        answer[steps.recorded(WORK, index)] = counter.take()
        for name, value in variables.arrays(own).items():
            answer[steps.after(name, index)] = value
    return answer


def unmoved(question: Arrays, expected: Arrays) -> Arrays:
    """The variables of a first step that changes none."""
    return {steps.after(name, 1): v for name, v in variables.stated(question).items()}


def opposite(question: Arrays, expected: Arrays) -> Arrays:
    """The variables of a first step in the wrong direction."""
    return {
        steps.after(name, 1): 2 * value - expected[steps.after(name, 1)]
        for name, value in variables.stated(question).items()
    }


def total(answer: Arrays) -> int:
    """How many images passed in the first step."""
    return int(answer[steps.recorded(WORK, 1)].sum())


def worked(share: float, both: str, next_step: str) -> Property:
    """The property that both devices had their part of every batch."""
    part = steps.recorded(WORK, 1)
    return Property(
        name="both devices",
        share=share,
        parts=tuple(steps.recorded(WORK, index) for index in range(1, steps.STEPS + 1)),
        tolerance=Tolerance(0, "whole numbers are not rounded"),
        right=both,
        step=next_step,
        label=lambda question, part: "the list of images that the network saw on each device",
        mistakes=(
            Symptom(
                "The network saw no image. Call model(...) once on each device.",
                lambda q, e, a: total(a) == 0,
            ),
            Symptom(
                "One device did all the work, the other none. " + next_step,
                lambda q, e, a: a[part][1] == 0,
            ),
            Symptom(
                "Each device saw the whole batch. Give it its own part only.",
                lambda q, e, a: (a[part] == q["inputs"].shape[1]).all(),
            ),
            Symptom(
                "The devices saw more images together than the batch has: parts overlap, or the "
                "network is called more than once on a part.",
                lambda q, e, a: total(a) > q["inputs"].shape[1],
            ),
            Symptom(
                "Images are lost: the batch has an odd number of images, so one part has one more.",
                lambda q, e, a: total(a) < q["inputs"].shape[1],
            ),
        ),
    )


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
                "The weight decay is in the loss twice. Every tower holds it, but the average "
                "holds it once: weights that add up to 1 see to that, or one tower adds it.",
            ),
            mistake("loss no decay", "The loss lacks the weight decay."),
            mistake("loss first", "The loss is that of the first tower alone."),
            mistake("loss last", "The loss is that of the last tower alone."),
            mistake(
                "loss dropped", "The loss leaves out the last image: the batch's number is odd."
            ),
            mistake(
                "loss moved",
                "The second tower computed its loss after the first one's update. All towers start "
                "from the same variables: average first, update once.",
            ),
            mistake("loss not halved", "The decay is decay / 2 times the sum of squares."),
        ),
    ),
    Property(
        name="averaged gradients",
        share=0.3,
        parts=tuple(steps.recorded(f"gradient of {name}", 1) for name in steps.NAMES),
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
                "The gradients go wrong with the loss: mend that first.",
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
                "The steps go wrong with the gradients: mend those first.",
                lambda q, e, a: FIRST + ERROR in a or not TOLERANCE.holds(a[FIRST], e[FIRST]),
            ),
        ),
    ),
)

tower_step = Task("tower_step", "step", draw, ask, compare, cases=1)
