"""Measures a trained model: scores for images, precision @ 1, and how sure that number is.

Only ``scores`` needs TensorFlow, and only it imports it: whoever judges scores by their labels does
without.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import keras


def scores(model: keras.Model, images: np.ndarray, batch_size: int = 250) -> np.ndarray:
    """Score stored images with a model, after only a centre crop and standardisation.

    Args:
        model: a built model; its input says to which size the images are cropped.
        images: uint8, ``(number, height, width, channels)``, not smaller than the model's input.
        batch_size: how many images to hand to the model at a time.

    Returns:
        float32, ``(number, classes)``: the model's output, logits for the models of this course.

    Raises:
        ValueError: if the images cannot be what the model takes.
    """
    height, width = _input_size(model, images)
    apply = _traced(model, images.shape[1:], crop=height if height == width else None)
    starts = range(0, len(images), batch_size)
    found = [apply(images[start : start + batch_size]).numpy() for start in starts]
    return np.concatenate(found)


# Tracing a network takes 0.1 to 0.5 s, as long as scoring hundreds of images, so each model is
# traced once for each size of image. Weak, so that a model that nobody uses any more is freed.
_TRACED: weakref.WeakKeyDictionary[keras.Model, dict[tuple[int, ...], Callable[..., Any]]] = (
    weakref.WeakKeyDictionary()
)


def _traced(model: keras.Model, size: tuple[int, ...], crop: int | None) -> Callable[..., Any]:
    """Return a graph from uint8 images of one size to scores."""
    import tensorflow as tf

    from course_utils.cifar10_input import center_crop, per_image_standardization

    traced = _TRACED.setdefault(model, {})
    if size not in traced:
        reference = weakref.ref(model)

        # No XLA: compiling would take longer than most evaluations, and on CPUs it runs no faster.
        @tf.function(
            input_signature=[tf.TensorSpec((None, *size), tf.uint8)],
            autograph=False,
            jit_compile=False,
        )
        def apply(batch: tf.Tensor) -> tf.Tensor:
            if crop:
                batch = center_crop(batch, crop)
            there = reference()
            assert there is not None, "a model that is asked for scores is there"
            scores = there(per_image_standardization(batch), training=False)
            return tf.cast(scores, tf.float32)

        traced[size] = apply
    return traced[size]


def _input_size(model: keras.Model, images: np.ndarray) -> tuple[int, int]:
    """Return height and width of a model's input, or the images' where it leaves them open."""
    if getattr(images, "dtype", None) != np.uint8 or images.ndim != 4 or not len(images):
        found = f"{getattr(images, 'dtype', type(images).__name__)}, {np.shape(images)}"
        raise ValueError(
            "images must be a uint8 array of shape (number, height, width, channels) with at least "
            f"one image, not {found}."
        )
    wanted = getattr(model, "input_shape", None)
    if not isinstance(wanted, tuple) or len(wanted) != 4:
        return images.shape[1:3]
    size = tuple(own or other for own, other in zip(wanted[1:], images.shape[1:], strict=True))
    fits = size[2] == images.shape[3] and all(np.less_equal(size[:2], images.shape[1:3]))
    if not fits or (size[0] != size[1] and size[:2] != images.shape[1:3]):
        raise ValueError(
            f"The model {model.name} takes images of {size[0]}×{size[1]} pixels and {size[2]} "
            f"channels; these have {images.shape[1]}×{images.shape[2]} and {images.shape[3]}."
        )
    return size[:2]


def precision_at_1(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of images whose highest score is that of their label.

    A row with a NaN or an infinity counts as wrong: ``argmax`` alone would answer class 0 for it,
    and so find 980 of MNIST's 10,000 test images right. Of equal scores the first one counts; the
    original's ``in_top_k`` finds a network right on everything that gives the same score always.

    Args:
        scores: floats, ``(number, classes)``; logits and probabilities give the same.
        labels: integers, ``(number,)``.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if there are no images, or scores and labels differ in number.
    """
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or not len(labels):
        raise ValueError(
            "precision @ 1 needs scores of shape (number, classes) and as many labels, at least "
            f"one; got the shapes {scores.shape} and {labels.shape}."
        )
    finite = np.all(np.isfinite(scores), axis=1)
    return float(np.mean(finite & (np.argmax(scores, axis=1) == labels)))


def wilson_interval(correct: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return an interval for the true share, given how many of a sample were right.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927).
    It stays inside 0..1 and is sensible for 0 and for all right, where ``p ± z·se`` is not.

    Args:
        correct: how many were right.
        total: how many there were, at least 1.
        z: how many standard errors wide on each side: 1.96 for 95 %.

    Returns:
        Its lower and its upper end, from 0 to 1.

    Raises:
        ValueError: if the counts are impossible.
    """
    if not 0 <= correct <= total or total < 1:
        raise ValueError(
            f"{correct} of {total} is impossible: give 0 <= correct <= total, total >= 1."
        )
    share = correct / total
    scale = 1 + z**2 / total
    center = (share + z**2 / (2 * total)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return max(0.0, center - half), min(1.0, center + half)
