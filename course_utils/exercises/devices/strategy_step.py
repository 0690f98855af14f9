"""A training step under ``MirroredStrategy``."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.devices import tower_step
from course_utils.exercises.devices._passages import (
    WORK,
    Counter,
    network,
    refuse_a_stub,
    stopped,
    two_devices,
    worked,
)
from course_utils.exercises.devices.tower_step import (
    BIASES,
    HALVED,
    LATER,
    MOVED,
    TOLERANCE,
    opposite,
    unmoved,
)
from course_utils.exercises.kit import steps, variables
from course_utils.exercises.kit.properties import Mistake, Property, Symptom, compares, mistake
from course_utils.exercises.kit.task import Task


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a network, a rate, a large decay, and three batches.

    The first two have an odd number of images; the last one is ``kept`` short of one, so that the
    replicas' parts are of one size. Each size takes a graph.
    """
    question = tower_step.draw(rng)
    return question | {"kept": np.sort(question["kept"])[::-1]}


def ask(strategy_step: Any, question: Arrays) -> Arrays:
    """Make three steps of two replicas; return losses, variables and each replica's images."""
    import keras
    import tensorflow as tf

    devices, counter = two_devices(), Counter()
    # The collectives that are CPUs' default know one strategy a process: a second one with other
    # shapes stops with an error, and students have one of their own.
    strategy = tf.distribute.MirroredStrategy(
        devices, cross_device_ops=tf.distribute.ReductionToOneDevice()
    )
    with strategy.scope():
        model = network(question, counter)
        optimizer = keras.optimizers.SGD(question["learning_rate"].item())
        optimizer.build(model.trainable_variables)
    own = steps.named(model, question)
    decay = question["decay"].item()
    traced: dict[int, Any] = {}

    def graph(batch: int, inputs: Any, labels: Any) -> Any:
        # Errors in AutoGraph would show its code, not the student's line.
        @tf.function(autograph=False, jit_compile=False)
        def compiled(inputs: Any, labels: Any) -> Any:
            return strategy_step(strategy, model, optimizer, inputs, labels, batch, decay)

        return compiled.get_concrete_function(inputs, labels)

    def step(inputs: Any, labels: Any) -> dict[str, Any]:
        batch = len(labels)
        first = (batch + 1) // 2

        def halves(values: Any) -> Any:
            return strategy.experimental_distribute_values_from_function(
                lambda context: (values[:first], values[first:])[context.replica_id_in_sync_group]
            )

        inputs, labels = halves(inputs), halves(labels)
        # Once for each size, and outside of what TensorFlow warns about when it happens often.
        traced[batch] = traced.get(batch) or graph(batch, inputs, labels)
        loss = traced[batch](inputs, labels)
        if loss is None:
            raise ExchangeError(
                "strategy_step returned None. End it with: "
                'return strategy.reduce("SUM", losses, axis=None).'
            )
        if isinstance(loss, tf.distribute.DistributedValues):
            raise ExchangeError(
                "strategy_step returned a loss for each replica. Return one number: "
                'strategy.reduce("SUM", losses, axis=None).'
            )
        return {"loss": loss}

    answer: Arrays = {}
    counter.take()
    batches = zip(question["inputs"], question["labels"], question["kept"], strict=True)
    for index, (inputs, labels, kept) in enumerate(batches, start=1):
        steps.record(answer, step, inputs[:kept], labels[:kept], index, ("loss",))
        answer[steps.recorded(WORK, index)] = counter.take()
        refuse_a_stub("strategy_step", answer, index)
        for name, value in variables.arrays(own).items():
            answer[steps.after(name, index)] = value
    return answer


compare = compares(
    Property(
        name="loss",
        share=0.3,
        parts=("loss of step 1",),
        tolerance=TOLERANCE,
        right="The loss is that of the whole batch, with the decay once.",
        step="Each replica's loss is its share: the sum of its cross-entropies divided by "
        "global_batch, plus its share of the decay. Reduce with SUM.",
        label=lambda question, part: "the loss",
        mistakes=(
            mistake(
                "loss sum",
                "The loss is about twice too large: each replica took the mean over its own "
                "images, and the means were added. Divide by global_batch instead.",
            ),
            mistake(
                "loss sum, decay once",
                "The cross-entropy is about twice too large: each replica took the mean over its "
                "own images, and the means were added. Divide by global_batch instead.",
            ),
            mistake(
                "loss unweighted",
                "The loss is the mean of the replicas' means, but one replica has one image more. "
                "Divide the sum of cross-entropies by global_batch, and reduce with SUM.",
            ),
            mistake(
                "loss decay twice",
                "The weight decay is in the loss twice, once for each replica. Divide it by "
                "strategy.num_replicas_in_sync.",
            ),
            mistake("loss no decay", "The loss lacks the weight decay."),
            mistake("loss decay halved", HALVED),
            mistake("loss with biases", BIASES),
            mistake(
                "loss decay divided",
                "The weight decay is divided by global_batch, but it belongs to no image. Divide "
                "it by strategy.num_replicas_in_sync.",
            ),
            mistake(
                "loss halved",
                "The loss is half of what it should be. The replicas' shares add up to the whole: "
                'reduce with "SUM", not with "MEAN", and divide by global_batch once.',
            ),
            mistake("loss not divided", "The cross-entropies are not divided by global_batch."),
        ),
    ),
    Property(
        name="one step",
        share=0.3,
        parts=MOVED,
        tolerance=TOLERANCE,
        right="One step moves each variable against the gradient of the whole batch.",
        step="In replica_step, compute the gradients of the share and call optimizer.apply, which "
        "adds up the replicas' gradients.",
        mistakes=(
            stopped(),
            Mistake("No variable changed. Call optimizer.apply in replica_step.", unmoved),
            Mistake(
                "The variables move the wrong way. Hand the gradients over as they are.", opposite
            ),
            mistake(
                "moved sum",
                "The step is about twice too long. Every replica took the gradient of the mean "
                "over its own images, and optimizer.apply adds up what the replicas bring. Divide "
                "by global_batch.",
            ),
            mistake(
                "moved sum, decay once",
                "The cross-entropy's step is about twice too long: optimizer.apply adds up what "
                "the replicas bring. Divide the sum of cross-entropies by global_batch.",
            ),
            mistake(
                "moved unweighted",
                "The step is that of the mean of the replicas' means, but one replica has one "
                "image more. Divide the sum of cross-entropies by global_batch.",
            ),
            mistake(
                "moved decay twice",
                "The weight decay moves the kernels twice, once for each replica. Divide it by "
                "strategy.num_replicas_in_sync.",
            ),
            mistake("moved no decay", "The step lacks the weight decay's gradient."),
            mistake(
                "moved halved",
                "The step is half as long as it should be. optimizer.apply already adds up the "
                "replicas' gradients: do not average them yourself, and divide by global_batch "
                "once.",
            ),
            mistake(
                "moved twice",
                "The step is twice as long as it should be, though the loss is right: "
                "optimizer.apply already adds up the replicas' gradients. Do not add them up "
                "yourself.",
            ),
            Symptom(
                "The step goes wrong with the loss: correct that first.",
                lambda q, e, a: not TOLERANCE.holds(a["loss of step 1"], e["loss of step 1"]),
            ),
        ),
    ),
    worked(
        0.1,
        "Each replica saw its own part of every batch.",
        "strategy.run(replica_step, args=(images, labels)) hands each replica its own part.",
    ),
    Property(
        name="three steps",
        share=0.3,
        parts=LATER,
        tolerance=TOLERANCE,
        right="Three steps end where one device with the whole batch ends.",
        step="Each step uses its own batch and the variables as the step before left them.",
        mistakes=(
            Symptom(
                "The later steps go wrong with the first one: correct that first.",
                lambda q, e, a: not all(TOLERANCE.holds(a[part], e[part]) for part in MOVED),
            ),
        ),
    ),
)

TASK = Task("strategy_step", "step", draw, ask, compare, cases=1)
