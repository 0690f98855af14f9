"""The same network as a Keras user writes it: stock LRN, `tf.image` image by image, `model.fit`.

Nothing is set that a fresh installation does not set: neither oneDNN nor XLA. With the argument
``bfloat16`` Keras' own policy ``mixed_bfloat16`` is.
"""

import sys
import threading
import time

import keras
import tensorflow as tf

from tests.benchmarks.sides import BATCH_SIZE, EXAMPLES, images_and_labels, serve


def distorted(image: tf.Tensor, label: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Distort one image as the tutorial does."""
    image = tf.image.random_crop(tf.cast(image, tf.float32), (24, 24, 3))
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_brightness(image, max_delta=63)
    image = tf.image.random_contrast(image, lower=0.2, upper=1.8)
    return tf.image.per_image_standardization(image), label


def pipeline() -> tf.data.Dataset:
    """Batches without end."""
    return (
        tf.data.Dataset.from_tensor_slices(images_and_labels())
        .repeat()
        .shuffle(int(EXAMPLES * 0.4))
        .map(distorted, num_parallel_calls=tf.data.AUTOTUNE)
        .batch(BATCH_SIZE)
        .prefetch(tf.data.AUTOTUNE)
    )


@keras.saving.register_keras_serializable()
class StockNormalization(keras.layers.Layer):
    """TensorFlow's own LRN as a layer."""

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Normalise; the operation has no bfloat16 on processors."""
        wide = tf.cast(x, tf.float32)
        return tf.cast(tf.nn.local_response_normalization(wide, 4, 1.0, 0.001 / 9.0, 0.75), x.dtype)


def network() -> keras.Model:
    """The tutorial's network."""
    normal = keras.initializers.TruncatedNormal
    decay = keras.regularizers.L2(0.002)
    return keras.Sequential(
        [
            keras.Input((24, 24, 3)),
            keras.layers.Conv2D(
                64, 5, padding="same", activation="relu", kernel_initializer=normal(stddev=0.05)
            ),
            keras.layers.MaxPooling2D(3, 2, padding="same"),
            StockNormalization(),
            keras.layers.Conv2D(
                64, 5, padding="same", activation="relu", kernel_initializer=normal(stddev=0.05)
            ),
            StockNormalization(),
            keras.layers.MaxPooling2D(3, 2, padding="same"),
            keras.layers.Flatten(),
            keras.layers.Dense(384, "relu", kernel_regularizer=decay),
            keras.layers.Dense(192, "relu", kernel_regularizer=decay),
            keras.layers.Dense(10, dtype="float32"),  # as Keras' guide says of the last layer
        ]
    )


class Turns(keras.callbacks.Callback):
    """Lets `fit` go on for as long as it is told: a step is handed over after each batch."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted, self.done = threading.Semaphore(0), threading.Semaphore(0)

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """Wait until somebody asks for a step."""
        self.wanted.acquire()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Tell that it has been made."""
        self.done.release()

    def step(self) -> int:
        """Have one step made."""
        self.wanted.release()
        self.done.acquire()
        return BATCH_SIZE


def main() -> None:
    """Compile with the stock settings, let `fit` run in a thread, and serve."""
    if "bfloat16" in sys.argv:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    model = network()
    # The staircase falls after 350 epochs, which no benchmark sees.
    model.compile(
        keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 136_718, 0.1, True)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    turns = Turns()
    fit = threading.Thread(
        target=model.fit,
        args=(pipeline(),),
        kwargs={"steps_per_epoch": 10**6, "verbose": 0, "callbacks": [turns]},
        daemon=True,
    )
    fit.start()
    turns.step()
    serve(turns.step)


if __name__ == "__main__":
    main()
    time.sleep(0)
    sys.stdout.flush()
    # `fit` waits for a step that nobody asks for any more.
    import os

    os._exit(0)
