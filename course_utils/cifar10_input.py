"""What happens to images on their way to the network: the shuffle queue and the distortions.

Order and numbers are those of the TensorFlow CIFAR-10 tutorial (``cifar10_input.py``):
:func:`distorted_inputs` gives batches to train on, :func:`inputs` those to evaluate;
:func:`distorted_inputs_from_files` reads the published files while it gives them, record by record
as :func:`read_cifar10` does. The functions of a single distortion take images of the shape
``(batch, height, width, channels)`` and treat each image independently of the others.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import tensorflow as tf

from course_utils.data import published

IMAGE_SIZE = 24
"""Height and width in pixels of what the network sees of an image of 32×32 pixels."""
MAX_BRIGHTNESS_DELTA = 63.0
CONTRAST_RANGE = (0.2, 1.8)
NUM_CLASSES = 10
NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN = 50_000
NUM_EXAMPLES_PER_EPOCH_FOR_EVAL = 10_000
MIN_FRACTION_OF_EXAMPLES_IN_QUEUE = 0.4
Distortion = Callable[[np.ndarray], np.ndarray]
Seed: TypeAlias = Sequence[int] | tf.Tensor | None


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
    """Return an endless stream of distorted training batches.

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
    queue = queue_size(len(images), min_fraction_in_queue)
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

    def endless() -> tf.data.Dataset:
        return tf.data.Dataset.range(len(images)).repeat()

    indices = _shuffled(endless, queue, batch_size, seed)
    return _numbered(indices).map(make_batch).prefetch(4).with_options(_stateless())


def inputs(
    images: np.ndarray, labels: np.ndarray, batch_size: int = 128, *, image_size: int = IMAGE_SIZE
) -> tf.data.Dataset:
    """Return all images once and in order, for evaluation: only cropped and standardised.

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


def queue_size(
    examples: int, min_fraction_in_queue: float = MIN_FRACTION_OF_EXAMPLES_IN_QUEUE
) -> int:
    """Return the number of images in the shuffle queue: 20,000 for CIFAR-10's 50,000.

    Raises:
        ValueError: the fraction is 0 or less, or above 1.
    """
    if not 0 < min_fraction_in_queue <= 1:
        raise ValueError(f"min_fraction_in_queue is {min_fraction_in_queue}, not in (0, 1].")
    return max(1, int(examples * min_fraction_in_queue))


def read_cifar10(files: Sequence[str | Path]) -> tf.data.Dataset:
    """Return the records of CIFAR-10's binary files one by one and in order, as they are read.

    Args:
        files: such as ``data_batch_1.bin``; each holds records of 3,073 bytes and nothing else.

    Returns:
        For each record its key, a string ``file:index`` with the index in its file from 0; its
        label, int32; and its image, uint8 (32, 32, 3).

    Raises:
        DataError: a file is missing, damaged or cut off.
    """
    _check_files(files)

    @tf.autograph.experimental.do_not_convert
    def keyed(file: tf.Tensor) -> tf.data.Dataset:
        def decode(index: tf.Tensor, record: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            labels, images = _decoded(record[tf.newaxis])
            return tf.strings.join([file, tf.strings.as_string(index)], ":"), labels[0], images[0]

        records = _records(file).enumerate()
        return records.map(tf.autograph.experimental.do_not_convert(decode))

    return _names(files).flat_map(keyed)


def distorted_inputs_from_files(
    files: Sequence[str | Path],
    batch_size: int = 128,
    *,
    image_size: int = IMAGE_SIZE,
    seed: int | None = None,
    min_queue_examples: int | None = None,
) -> tf.data.Dataset:
    """Return an endless stream of distorted batches that holds no more images than its queue.

    The files come in an order that is drawn anew for each pass, their records go into the shuffle
    queue, and batches out of it are distorted as by :func:`distorted_inputs`. Who saves its place
    saves the queue with it: 71 MB, which take half a second.

    Args:
        files: as of :func:`read_cifar10`.
        batch_size: images in a batch.
        image_size: height and width of a distorted image in pixels.
        seed: fixes the stream; None draws a seed from Python's generator.
        min_queue_examples: how many images the queue holds while one is drawn from it; None for the
            tutorial's 20,000, which are 61 MB.

    Returns:
        Batches as of :func:`distorted_inputs`.

    Raises:
        DataError: a file is missing, damaged or cut off.
        ValueError: says which number is impossible.
    """
    queue = queue_size(NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN)
    queue = queue if min_queue_examples is None else min_queue_examples
    size = published.IMAGE_SHAPE[1]
    if min(batch_size, queue) < 1 or not 1 <= image_size <= size:
        raise ValueError(
            f"batch_size and min_queue_examples must be at least 1, and image_size 1 to {size}; "
            f"they are {batch_size}, {queue} and {image_size}."
        )
    _check_files(files)
    seed = random.randrange(2**31) if seed is None else seed

    def endless() -> tf.data.Dataset:
        names = _names(files).shuffle(len(files), seed=seed).repeat()
        return names.flat_map(_records)

    @tf.autograph.experimental.do_not_convert
    def make_batch(step: tf.Tensor, records: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        labels, images = _decoded(records)
        draw = tf.stack([tf.cast(seed, tf.int64), step])
        images = _distort(images, image_size, draw, MAX_BRIGHTNESS_DELTA, CONTRAST_RANGE)
        return per_image_standardization(images), labels

    records = _shuffled(endless, queue, batch_size, seed)
    return _numbered(records).map(make_batch).prefetch(4).with_options(_stateless())


def _check_files(files: Sequence[str | Path]) -> None:
    if not files:
        raise ValueError("There must be at least one file to read.")
    for file in files:
        published.count_records(file)


def _names(files: Sequence[str | Path]) -> tf.data.Dataset:
    return tf.data.Dataset.from_tensor_slices([str(file) for file in files])


@tf.autograph.experimental.do_not_convert
def _records(file: tf.Tensor) -> tf.data.Dataset:
    return tf.data.FixedLengthRecordDataset(file, published.RECORD_BYTES)


def _decoded(records: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Decode records, strings (N,), to labels, int32 (N,), and images, uint8 (N, 32, 32, 3)."""
    found = tf.io.decode_raw(records, tf.uint8)
    found = tf.reshape(found, (-1, published.RECORD_BYTES))
    planes = tf.reshape(found[:, 1:], (-1, *published.IMAGE_SHAPE))
    return tf.cast(found[:, 0], tf.int32), tf.transpose(planes, (0, 2, 3, 1))


def _shuffled(
    endless: Callable[[], tf.data.Dataset], queue: int, batch_size: int, seed: int
) -> tf.data.Dataset:
    """Return endless batches of what a stream gives, drawn at random from a queue.

    Shuffling numbers and gathering images a batch at a time draws the same stream as a queue of
    images. On two cores it makes 40,000 to 60,000 images/s, distortions included, against 10,000 to
    13,000 of ``tf.image`` image by image.

    Args:
        endless: returns the stream; called where the seed of TensorFlow is this stream's own.
        queue: how many of its elements the queue holds.
        batch_size: elements in a batch.
        seed: of TensorFlow, while the stream is made.
    """

    @tf.autograph.experimental.do_not_convert
    def stream(_: tf.Tensor) -> tf.data.Dataset:
        # `shuffle` mixes its seed with TensorFlow's global one. In this graph of its own the global
        # seed can be set for the stream alone, so that `seed` fixes it whatever else is seeded.
        tf.random.set_seed(seed)
        return endless().shuffle(queue, seed=seed).batch(batch_size, drop_remainder=True)

    return tf.data.Dataset.from_tensors(0).flat_map(stream)


def _numbered(batches: tf.data.Dataset) -> tf.data.Dataset:
    return tf.data.Dataset.zip(tf.data.Dataset.counter(), batches)


def _stateless() -> tf.data.Options:
    """Let checkpoints pass over Python functions and seeds, which have no state to save."""
    options = tf.data.Options()
    options.experimental_external_state_policy = tf.data.experimental.ExternalStatePolicy.IGNORE
    return options


def _distort(
    batch: tf.Tensor,
    image_size: int,
    seed: tf.Tensor,
    max_brightness_delta: float,
    contrast_range: tuple[float, float],
) -> tf.Tensor:
    """Distort a batch as the tutorial does before standardisation, drawn from a seed."""
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
    """Apply a caller's own distortion, and raise an error if its result is unusable."""
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
    """Raise an error that names the impossible argument of an input pipeline, if there is one."""
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


# ---- one distortion ------------------------------------------------------------------------------


def random_crop(images: tf.Tensor, image_size: int = IMAGE_SIZE, seed: Seed = None) -> tf.Tensor:
    """Cut a square out of each image, at a random place of its own.

    Args:
        images: ``(batch, height, width, channels)``, of any dtype.
        image_size: height and width of the square in pixels.
        seed: two integers that fix the draw, as for ``tf.random.stateless_uniform``; None for a new
            draw at each call. The other distortions take it too.

    Returns:
        ``(batch, image_size, image_size, channels)``. Every offset from 0 to
        ``height - image_size`` is equally likely, and so it is for the width.
    """
    shape = tf.shape(images)
    free = tf.cast(shape[1:3] - image_size + 1, tf.float32)
    offsets = tf.cast(_uniform((shape[0], 2), seed) * free, tf.int32)
    window = tf.range(image_size)
    # Two gathers take 1.1 ms for 128 images, one slice an image under tf.map_fn 2.3 ms.
    images = tf.gather(images, offsets[:, :1] + window, axis=1, batch_dims=1)
    return tf.gather(images, offsets[:, 1:] + window, axis=2, batch_dims=1)


def random_flip_left_right(images: tf.Tensor, seed: Seed = None) -> tf.Tensor:
    """Mirror each image left to right with probability one half.

    Args:
        images: ``(batch, height, width, channels)``, of any dtype.
        seed: as of :func:`random_crop`.

    Returns:
        The images, each as it was or with its columns in reverse order.
    """
    mirrored = _uniform((tf.shape(images)[0], 1, 1, 1), seed) < 0.5
    return tf.where(mirrored, tf.reverse(images, axis=[2]), images)


def random_brightness(
    images: tf.Tensor, max_delta: float = MAX_BRIGHTNESS_DELTA, seed: Seed = None
) -> tf.Tensor:
    """Add one random number to all values of an image, a different one for each image.

    Args:
        images: ``(batch, height, width, channels)``, numeric, usually from 0 to 255.
        max_delta: the number is uniform from ``-max_delta`` to ``max_delta``.
        seed: as of :func:`random_crop`.

    Returns:
        float32; values are not clipped and may leave 0..255.
    """
    images = tf.cast(images, tf.float32)
    return images + max_delta * (2 * _uniform((tf.shape(images)[0], 1, 1, 1), seed) - 1)


def random_contrast(
    images: tf.Tensor,
    lower: float = CONTRAST_RANGE[0],
    upper: float = CONTRAST_RANGE[1],
    seed: Seed = None,
) -> tf.Tensor:
    """Stretch the values of an image about the mean of each channel by a random factor.

    Args:
        images: ``(batch, height, width, channels)``, numeric.
        lower: the smallest factor, at least 0.
        upper: the largest factor.
        seed: as of :func:`random_crop`.

    Returns:
        float32: ``(x - mean) * factor + mean`` with one factor for each image, uniform from
        ``lower`` to ``upper``, and one mean for each image and channel. Values are not clipped.
    """
    images = tf.cast(images, tf.float32)
    factor = lower + (upper - lower) * _uniform((tf.shape(images)[0], 1, 1, 1), seed)
    mean = tf.reduce_mean(images, axis=(1, 2), keepdims=True)
    return (images - mean) * factor + mean


def center_crop(
    images: tf.Tensor | np.ndarray, image_size: int = IMAGE_SIZE
) -> tf.Tensor | np.ndarray:
    """Cut the middle square out of each image: 24 of 32 pixels start at row and column 4.

    Args:
        images: ``(batch, height, width, channels)``, a tensor or a NumPy array of any dtype.
        image_size: height and width of the square in pixels.

    Returns:
        ``(batch, image_size, image_size, channels)``, of the same type.
    """
    shape = tf.shape(images) if isinstance(images, tf.Tensor) else images.shape
    top, left = (shape[1] - image_size) // 2, (shape[2] - image_size) // 2
    cropped = images[:, top : top + image_size, left : left + image_size, :]
    if isinstance(cropped, tf.Tensor):
        cropped.set_shape((None, image_size, image_size, None))
    return cropped


def per_image_standardization(images: tf.Tensor) -> tf.Tensor:
    """Give each image mean 0 and standard deviation 1 over all its pixels and channels.

    Args:
        images: ``(batch, height, width, channels)``, of any numeric dtype.

    Returns:
        float32 of the same shape: ``(x - mean) / max(std, 1 / sqrt(n))`` for ``n`` values an image,
        so that an image of one colour becomes 0 and not NaN.
    """
    images = tf.cast(images, tf.float32)
    count = tf.cast(tf.reduce_prod(tf.shape(images)[1:]), tf.float32)
    images -= tf.reduce_mean(images, axis=(1, 2, 3), keepdims=True)
    variance = tf.reduce_mean(tf.square(images), axis=(1, 2, 3), keepdims=True)
    return images / tf.maximum(tf.sqrt(variance), tf.math.rsqrt(count))


def _uniform(shape: Sequence[int | tf.Tensor], seed: Seed) -> tf.Tensor:
    """Draw float32 numbers from 0 up to but not including 1."""
    if seed is None:
        return tf.random.uniform(shape)
    return tf.random.stateless_uniform(shape, seed)
