"""What passes through a drawn network on each of two devices, for the tasks of ``07_devices``."""

import re
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.answers import error_in
from course_utils.exercises.kit.properties import EXACT, Property, Symptom

DEVICES = 2
WORK = "images on each device"  # the part that holds them


def half(question: Arrays) -> int:
    """Return how many images the first of two towers has: one more than the second."""
    return (question["inputs"].shape[1] + 1) // 2


class Counter:
    """A counter of the images that pass a place in a network, by device, also inside a graph.

    Attributes:
        images: A variable for each device.
        ordered: Whether the numbers are told by device; else the larger one comes first.
    """

    def __init__(self, ordered: bool = False) -> None:
        import tensorflow as tf

        self.ordered = ordered
        self.images = [tf.Variable(0) for _ in range(DEVICES)]

    def layer(self) -> Any:
        """Return a Keras layer that hands everything on unchanged and counts it."""
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
        """Return how many images passed on each device since the last call."""
        found = np.array([int(one.numpy()) for one in self.images])
        for one in self.images:
            one.assign(0)
        return found if self.ordered else np.sort(found)[::-1]


def refuse_a_stub(name: str, answer: Arrays, index: int) -> None:
    """Raise only the error that matters for a function that did and returned nothing."""
    idle = not answer[steps.recorded(WORK, index)].any()
    if idle and "returned None" in error_in(answer, steps.recorded("loss", index)):
        raise ExchangeError(
            f"{name} returned None, and the network saw no image. Is its body written?"
        )


def two_devices() -> list[str]:
    """Return the names of two logical CPU devices.

    Raises:
        SettingError: TensorFlow started with fewer.
    """
    from course_utils import environment

    environment.start_tensorflow(devices=DEVICES)
    import tensorflow as tf

    return [device.name for device in tf.config.list_logical_devices("CPU")[:DEVICES]]


def network(question: Arrays, counter: Counter) -> Any:
    """Build the drawn network, with a counter: inputs (N, features) -> logits (N, classes)."""
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


def total(answer: Arrays) -> int:
    """Count the images that passed in the first step."""
    return int(answer[steps.recorded(WORK, 1)].sum())


def stopped() -> Symptom:
    """Return the symptom that the student's code raised an error before any variable changed."""
    loss = steps.recorded("loss", 1)
    return Symptom(
        "Your code stopped before this: correct its error first.",
        lambda q, e, a: (
            "Your code raised" in error_in(a, loss)
            and all(
                np.array_equal(a[steps.after(name, 1)], value)
                for name, value in variables.stated(q).items()
            )
        ),
    )


def worked(share: float, both: str, next_step: str) -> Property:
    """Return the property that both devices had their part of every batch."""
    part = steps.recorded(WORK, 1)
    return Property(
        name="both devices",
        share=share,
        parts=tuple(steps.recorded(WORK, index) for index in range(1, steps.STEPS + 1)),
        tolerance=EXACT,
        right=both,
        step=next_step,
        label=lambda question, part: "the list of images that the network saw on each device",
        mistakes=(
            stopped(),
            Symptom(
                "The network saw no image. Call model(...) once on each device.",
                lambda q, e, a: total(a) == 0,
            ),
            Symptom(
                "One device did all the work, the other none. " + next_step,
                lambda q, e, a: a[part].min() == 0,
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
                "The two devices have each other's part: the first device takes the first half, "
                "which is the larger one.",
                lambda q, e, a: np.array_equal(a[part], e[part][::-1]),
            ),
            Symptom(
                "Images are lost: the batch has an odd number of images, so one part has one more.",
                lambda q, e, a: total(a) < q["inputs"].shape[1],
            ),
        ),
    )
