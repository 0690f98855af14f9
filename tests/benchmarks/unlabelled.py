"""What hidden images are worth as unlabelled training data, within the time of their graded cell.

``python -m tests.benchmarks.unlabelled --seed 1`` trains a network on `shapes` and lets it learn
from 4,000 new images and 1,000 visible ones without their labels, as code in a graded cell could.
Each way is compared with the same number of steps on labelled training images, of which everybody
has more than enough.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np

SHIFT = 2  # pixels
BATCH = 64


def small_network():
    """A network of three convolutions with batch normalisation."""
    import keras

    x = images = keras.Input((32, 32, 3))
    for filters in (16, 32, 64):
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = keras.layers.MaxPooling2D(2)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(images, keras.layers.Dense(10)(keras.layers.GlobalAveragePooling2D()(x)))


def train(network, images, labels, steps, rate, rng):
    """Train with Adam on moved and mirrored images, the rate falling to zero; return seconds."""
    import keras
    import tensorflow as tf

    from course_utils.cifar10_input import per_image_standardization as standardized

    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps))
    optimizer.build(network.trainable_variables)

    @tf.function
    def step(batch, truth):
        with tf.GradientTape() as tape:
            loss = loss_of(truth, network(batch, training=True))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply(gradients, network.trainable_variables)

    started = time.monotonic()
    for _ in range(steps):
        chosen = rng.integers(0, len(images), BATCH)
        moved = np.roll(images[chosen], rng.integers(-SHIFT, SHIFT + 1, 2), (1, 2))
        step(standardized(moved[:, :, :: int(rng.choice([-1, 1]))]), labels[chosen])
    return time.monotonic() - started


def measure(seed: int, steps: int, more: int) -> None:
    """Print what each way gains over a network that was trained for some steps.

    Args:
        seed: Of the hidden images, the first weights and the batches.
        steps: On training images, before.
        more: In each way, after.
    """
    import keras

    from course_utils import data, evaluation
    from course_utils.cifar10_input import per_image_standardization as standardized
    from course_utils.data.drawn import shapes

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    known, visible = data.visible_split("shapes")
    hidden, labels = shapes.draw(4_000, np.random.default_rng(1_000 + seed))
    unlabelled = np.concatenate([hidden, visible.images[:1_000]])

    def accuracy(network):
        return 100 * float((evaluation.scores(network, hidden).argmax(axis=1) == labels).mean())

    before = small_network()
    seconds = train(before, known.images, known.labels, steps, 0.003, rng)
    print(f"seed {seed}, {steps} steps in {seconds:.0f} s: {accuracy(before):.1f} %", flush=True)
    scores = evaluation.scores(before, unlabelled)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    guesses, sure = shares.argmax(axis=1), shares.max(axis=1) > 0.9
    some = rng.permutation(len(known.images))[: 2 * int(sure.sum())]

    def on(images, truth) -> Callable:
        return lambda network: train(network, images, truth, more, 0.0005, rng)

    def statistics(network):
        for _ in range(3):
            for batch in np.array_split(rng.permutation(len(unlabelled)), 50):
                network(standardized(unlabelled[batch]), training=True)

    ways = {
        "labelled training images": on(known.images, known.labels),
        "all hidden images, by its own guesses": on(unlabelled, guesses),
        f"the {sure.sum():,} that it is sure of": on(unlabelled[sure], guesses[sure]),
        "those and training images": on(
            np.concatenate([unlabelled[sure], known.images[some]]),
            np.concatenate([guesses[sure], known.labels[some]]),
        ),
        "their batch statistics alone": statistics,
    }
    for name, way in ways.items():
        network = small_network()
        network.set_weights(before.get_weights())
        way(network)
        print(f"  {name}: {accuracy(network) - accuracy(before):+.1f} points", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--more", type=int, default=200)
    given = parser.parse_args()
    measure(given.seed, given.steps, given.more)
