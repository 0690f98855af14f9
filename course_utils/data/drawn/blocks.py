"""Drawn pictures come in blocks that hold every class equally often.

Whole blocks are drawn and the last one is cut, so that the first pictures of a seed do not depend
on how many are asked for. What the embedded sets `shapes` and `digits` share is here.
"""

from collections.abc import Callable

import numpy as np

# 250 pictures keep one float32 plane at 1 MB, in the cache: three times as fast as blocks of 5,000.
BLOCK = 250
CLASSES = 10

Block = tuple[np.ndarray, np.ndarray]


def draw(
    draw_block: Callable[[np.random.Generator], Block],
    count: int,
    seed: int | np.random.Generator,
) -> Block:
    """Draw labelled pictures.

    Args:
        draw_block: draws `BLOCK` images and their labels.
        count: how many pictures, at least 1.
        seed: a seed, or the generator to draw from.

    Returns:
        The first `count` images and labels.

    Raises:
        ValueError: `count` is below 1.
    """
    if count < 1:
        raise ValueError(f"draw needs a count of at least 1, not {count}.")
    rng = np.random.default_rng(seed)
    drawn = [draw_block(rng) for _ in range(-(-count // BLOCK))]
    images = np.concatenate([images for images, _ in drawn])[:count]
    labels = np.concatenate([labels for _, labels in drawn])[:count]
    return images, labels


def labels(rng: np.random.Generator) -> np.ndarray:
    """Draw the labels of a block in random order, int64 (BLOCK,), each class equally often."""
    return rng.permutation(np.repeat(np.arange(CLASSES), BLOCK // CLASSES))


def uniform(rng: np.random.Generator, low: float, high: float, *shape: int) -> np.ndarray:
    """Draw float32 (BLOCK, *shape) uniformly from [low, high)."""
    unit = rng.random((BLOCK, *shape), dtype=np.float32)
    return np.float32(low) + np.float32(high - low) * unit


def per_image(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Draw one uniform number per picture, float32 (BLOCK, 1, 1)."""
    return uniform(rng, low, high, 1, 1)
