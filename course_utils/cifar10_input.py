"""What stands between the stored images and the network: the shuffle queue and the distortions.

Order and numbers are those of the TensorFlow CIFAR-10 tutorial (``cifar10_input.py``).
"""

import random
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from course_utils.distortions import (
    CONTRAST_RANGE,
    IMAGE_SIZE,
    MAX_BRIGHTNESS_DELTA,
    center_crop,
    per_image_standardization,
    random_brightness,
    random_contrast,
    random_crop,
    random_flip_left_right,
)

__all__ = [
    "IMAGE_SIZE",
    "center_crop",
    "distorted_inputs",
    "inputs",
    "per_image_standardization",
    "queue_size",
    "random_brightness",
    "random_contrast",
    "random_crop",
    "random_flip_left_right",
]

NUM_CLASSES = 10
NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN = 50_000
NUM_EXAMPLES_PER_EPOCH_FOR_EVAL = 10_000
MIN_FRACTION_OF_EXAMPLES_IN_QUEUE = 0.4
Distortion = Callable[[np.ndarray], np.ndarray]


def distorted_inputs(
    images: np.ndarray,
    labels: np.ndarray,
    batch_size: int = 128,
    *,
    image_size: int = IMAGE_SIZE,
    seed: int | None = None,
    distort: Distortion | None = None,
    max_brightness_delta: float = MAX_BRIGHTNESS_DELTA,
    contrast_range: tuple[float, float] = CONTRAST_RANGE,
    min_fraction_in_queue: float = MIN_FRACTION_OF_EXAMPLES_IN_QUEUE,
) -> tf.data.Dataset:
    """Gives distorted training batches without end.

    Images pass, in this order: shuffle queue, random crop, random flip, random brightness, random
    contrast, standardisation. There are no epoch boundaries: the images repeat *before* they are
    shuffled.

    Args:
        images: uint8, ``(number, height, width, channels)``, at least ``image_size`` high and wide.
        labels: integers, ``(number,)``.
        batch_size: images in a batch.
        image_size: height and width of a distorted image in pixels.
        seed: fixes the stream; None draws a seed from Python's generator.
        distort: what to do *instead* of crop, flip, brightness and contrast: a function from a
            uint8 NumPy batch to another of as many images. What it leaves larger than
            ``image_size`` is cropped at the centre; standardisation follows.
        max_brightness_delta: the strength of :func:`random_brightness`; 0 leaves it out.
        contrast_range: the strength of :func:`random_contrast`; ``(1, 1)`` leaves it out.
        min_fraction_in_queue: which share of all images the queue holds while one is drawn from it.

    Returns:
        Batches of float32 images ``(batch_size, image_size, image_size, channels)`` and int32
        labels ``(batch_size,)``.

    Raises:
        ValueError: says which argument is impossible, or what ``distort`` returned and should have.
    """
    _check(images, labels, batch_size, image_size)
    if not 0 < min_fraction_in_queue <= 1:
        raise ValueError(f"min_fraction_in_queue is {min_fraction_in_queue}, not in (0, 1].")
    seed = random.randrange(2**31) if seed is None else seed
    with tf.device("CPU"):
        all_images, all_labels = tf.constant(images), tf.constant(labels, tf.int32)
    if distort is not None:
        # Tried here, outside of TensorFlow, so that a mistake is reported where it was made.
        _distorted_by(distort, images[:batch_size], image_size)

    @tf.autograph.experimental.do_not_convert
    def make_batch(step: tf.Tensor, indices: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        batch = tf.gather(all_images, indices)
        if distort is None:
            draw = tf.stack([tf.cast(seed, tf.int64), step])
            batch = _distort(batch, image_size, draw, max_brightness_delta, contrast_range)
        else:
            batch = tf.numpy_function(
                lambda array: _distorted_by(distort, array, image_size), [batch], tf.uint8
            )
            batch.set_shape((batch_size, None, None, images.shape[3]))
            batch = center_crop(batch, image_size)
        return per_image_standardization(batch), tf.gather(all_labels, indices)

    queue = queue_size(len(images), min_fraction_in_queue)
    indices = _shuffled_indices(len(images), queue, batch_size, seed)
    batches = tf.data.Dataset.zip(tf.data.Dataset.counter(), indices)
    # Neither a Python function nor a seed has a state to save: let checkpoints pass over them.
    options = tf.data.Options()
    options.experimental_external_state_policy = tf.data.experimental.ExternalStatePolicy.IGNORE
    return batches.map(make_batch).prefetch(4).with_options(options)


def queue_size(examples: int, min_fraction: float = MIN_FRACTION_OF_EXAMPLES_IN_QUEUE) -> int:
    """Returns how many images the shuffle queue holds: 20,000 for CIFAR-10's 50,000."""
    return max(1, int(examples * min_fraction))


def _shuffled_indices(count: int, queue: int, batch_size: int, seed: int) -> tf.data.Dataset:
    """Gives batches of the numbers of images without end, drawn at random from a queue.

    Shuffling numbers and gathering images a batch at a time draws the same stream as a queue of
    images. On two cores it makes 40,000 to 60,000 images/s, distortions included, against 10,000 to
    13,000 of ``tf.image`` image by image.
    """

    @tf.autograph.experimental.do_not_convert
    def stream(_: tf.Tensor) -> tf.data.Dataset:
        # `shuffle` mixes its seed with TensorFlow's global one. In this graph of its own the global
        # seed can be set for the stream alone, so that `seed` fixes it whatever else is seeded.
        tf.random.set_seed(seed)
        indices = tf.data.Dataset.range(count).repeat().shuffle(queue, seed=seed)
        return indices.batch(batch_size, drop_remainder=True)

    return tf.data.Dataset.from_tensors(0).flat_map(stream)


def inputs(
    images: np.ndarray, labels: np.ndarray, batch_size: int = 128, *, image_size: int = IMAGE_SIZE
) -> tf.data.Dataset:
    """Gives every image once and in order, for evaluation: centre crop and standardisation only.

    Args:
        images: uint8, ``(number, height, width, channels)``, at least ``image_size`` high and wide.
        labels: integers, ``(number,)``.
        batch_size: images in a batch; the last one may be smaller.
        image_size: height and width of the crop in pixels.

    Returns:
        Batches of float32 images and int32 labels, as of :func:`distorted_inputs`.

    Raises:
        ValueError: says which argument is impossible.
    """
    _check(images, labels, batch_size, image_size)
    with tf.device("CPU"):
        all_images, all_labels = tf.constant(images), tf.constant(labels, tf.int32)

    @tf.autograph.experimental.do_not_convert
    def make_batch(indices: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        batch = center_crop(tf.gather(all_images, indices), image_size)
        return per_image_standardization(batch), tf.gather(all_labels, indices)

    return tf.data.Dataset.range(len(images)).batch(batch_size).map(make_batch).prefetch(4)


def _distort(
    batch: tf.Tensor,
    image_size: int,
    seed: tf.Tensor,
    max_brightness_delta: float,
    contrast_range: tuple[float, float],
) -> tf.Tensor:
    """Returns the tutorial's distortion of a batch before standardisation, drawn from a seed."""
    crop, flip, brightness, contrast = tf.unstack(
        tf.random.experimental.stateless_split(seed, 4), num=4
    )
    batch = tf.cast(random_crop(batch, image_size, crop), tf.float32)
    batch = random_flip_left_right(batch, flip)
    if max_brightness_delta:
        batch = random_brightness(batch, max_brightness_delta, brightness)
    if contrast_range != (1, 1):
        batch = random_contrast(batch, *contrast_range, seed=contrast)
    return batch


def _distorted_by(distort: Distortion, batch: np.ndarray, image_size: int) -> np.ndarray:
    """Calls a caller's own distortion and says what is wrong with what it returns."""
    count, channels = len(batch), batch.shape[-1]
    distorted = distort(batch.copy())
    wanted = (
        f"distort got {count} images as a uint8 array of shape {batch.shape} and must return as "
        f"many: a uint8 NumPy array of shape ({count}, height, width, {channels}), with height and "
        f"width of at least {image_size}"
    )
    if not isinstance(distorted, np.ndarray):
        raise ValueError(f"{wanted}. It returned {type(distorted).__name__}.")
    if distorted.dtype != np.uint8:
        raise ValueError(
            f"{wanted}. It returned {distorted.dtype}; end with "
            "np.clip(images, 0, 255).astype(np.uint8)."
        )
    shape = distorted.shape
    if len(shape) != 4 or (shape[0], shape[3]) != (count, channels) or min(shape[1:3]) < image_size:
        raise ValueError(f"{wanted}. It returned the shape {shape}.")
    return distorted


def _check(images: np.ndarray, labels: np.ndarray, batch_size: int, image_size: int) -> None:
    """Says which argument of an input pipeline is impossible."""
    if getattr(images, "dtype", None) != np.uint8 or images.ndim != 4:
        found = f"{getattr(images, 'dtype', type(images).__name__)}, {np.shape(images)}"
        raise ValueError(
            "images must be a uint8 array of shape (number, height, width, channels) with values "
            f"from 0 to 255, as datasets.load returns it, not {found}."
        )
    labels = np.asarray(labels)
    if labels.shape != images.shape[:1] or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"labels must be {len(images)} integers, one for each image, not {labels.dtype} of "
            f"shape {labels.shape}."
        )
    if batch_size < 1 or not len(images):
        raise ValueError(
            f"Batches of {batch_size} of {len(images)} images: there must be at least 1 of both."
        )
    if not 1 <= image_size <= min(images.shape[1:3]):
        raise ValueError(
            f"image_size is {image_size}, but the images are {images.shape[1]} pixels high and "
            f"{images.shape[2]} wide: it may be 1 to {min(images.shape[1:3])}."
        )
