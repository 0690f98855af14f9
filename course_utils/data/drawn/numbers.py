"""Draws `numbers`: small colour pictures of house numbers, which need no download.

They stand in for SVHN, the Street View House Numbers: 32x32 pixels, three channels, one figure in
the middle, whose class is asked for, and often the edge of a neighbour on either side. Light and
colours differ from wall to wall: figures are brighter or darker than what is behind them. Some cast
a shadow, all are a little out of focus.

Painters of house numbers like plain strokes. Their square or curved 2 is a mirrored 5: whoever
mirrors these pictures while training cannot tell the two apart any more.

The pixels go through the operations that `digits` names, and no others, so that the
same seed gives the same bytes on every machine.
"""

import numpy as np

from course_utils.data.drawn import blocks, digits
from course_utils.data.drawn.blocks import BLOCK, per_image, uniform
from course_utils.data.drawn.digits import STYLES, Stroke

CLASS_NAMES = tuple("0123456789")
SIZE = 32  # pixels on a side

_MARGIN = (SIZE - digits.SIZE) // 2
_REACH = 24  # pixels by which a neighbour is moved to the side, at most
_UPRIGHT = (-0.15, 0.15)  # a number plate does not lean to one side
_HALF_HEIGHT = (8.5, 11.0)  # pixels

_SQUARE = (  # a 5 in straight lines; mirrored it is a 2
    ((0.48, -0.9), (-0.46, -0.9)),
    ((-0.46, -0.9), (-0.46, -0.02)),
    ((-0.46, -0.02), (0.46, 0.02)),
    ((0.46, 0.02), (0.46, 0.9)),
    ((0.46, 0.9), (-0.48, 0.9)),
)
_CURVED = (  # a 5 in one curve; mirrored it is a 2
    (
        *((0.48, -0.82), (-0.02, -0.96), (-0.46, -0.58), (-0.22, -0.12)),
        *((0.22, 0.12), (0.46, 0.58), (0.02, 0.96), (-0.48, 0.82)),
    ),
)


def _mirrored(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    return tuple(tuple((-x, y) for x, y in stroke) for stroke in strokes)


_STYLES = tuple(
    {2: (styles[0], _mirrored(_SQUARE), _mirrored(_CURVED)), 5: (styles[0], _SQUARE, _CURVED)}.get(
        figure, styles
    )
    for figure, styles in enumerate(STYLES)
)


def draw(count: int, seed: int | np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw labelled pictures; every seed draws from the same distribution.

    Args:
        count: how many pictures, at least 1.
        seed: a seed, or the generator to draw from. The same seed gives the same bytes, and the
            first pictures of a seed are the same whatever `count` is.

    Returns:
        Images, uint8 (count, 32, 32, 3), and labels, int64 (count,), the figures in the middle.
        Every 250 pictures in a row, counted from the first, hold each class 25 times.

    Raises:
        ValueError: `count` is below 1.
    """
    return blocks.draw(_draw_block, count, seed)


def _draw_block(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw `BLOCK` labelled pictures: wall, shadow, figures, focus, noise."""
    labels = blocks.labels(rng)
    ink = _with_neighbours(rng, digits.figures(rng, labels, _STYLES, _HALF_HEIGHT, _UPRIGHT))
    wall = _colour(uniform(rng, 60, 195, 1, 1, 1), uniform(rng, -45, 45, 1, 1, 3))
    wall = wall + _light(rng)
    darker = np.where(uniform(rng, 0, 1, 1, 1, 1) < 0.5, np.float32(-1), np.float32(1))
    contrast = darker * uniform(rng, 18, 110, 1, 1, 1)
    paint = _colour(contrast, uniform(rng, -40, 40, 1, 1, 3))
    shadow = np.zeros_like(ink)
    shadow[:, 1:, 1:] = ink[:, :-1, :-1]  # the light comes from the upper left
    depth = uniform(rng, 0, 80, 1, 1, 1) * (uniform(rng, 0, 1, 1, 1, 1) < np.float32(0.4))
    pictures = wall - depth * shadow[..., None] + paint * ink[..., None]
    pictures = _out_of_focus(pictures, uniform(rng, 0.0, 1.0, 1, 1, 1))
    # The sum of two random bytes: a triangle of noise around 0, cheaper than a normal one.
    first, second = rng.integers(0, 256, (2, *pictures.shape), dtype=np.uint8)
    noise = first.astype(np.float32) + second - np.float32(255)
    pictures = pictures + noise * uniform(rng, 0.02, 0.2, 1, 1, 1)
    return np.rint(np.clip(pictures, 0, 255)).astype(np.uint8), labels


def _with_neighbours(rng: np.random.Generator, figures: np.ndarray) -> np.ndarray:
    """Put each figure into the middle, with others on some sides; float32 (BLOCK, 32, 32)."""
    ink = np.pad(figures, ((0, 0), (_MARGIN, _MARGIN), (_MARGIN, _MARGIN)))
    wide = np.pad(ink, ((0, 0), (0, 0), (_REACH, _REACH)))
    columns = np.arange(SIZE) + _REACH
    drawn = ink
    for side in (-1, 1):
        other = wide[rng.permutation(BLOCK)]
        distance = rng.integers(15, _REACH, BLOCK)
        moved = np.take_along_axis(other, (columns - side * distance[:, None])[:, None, :], axis=2)
        present = per_image(rng, 0, 1) < np.float32(0.6)
        drawn = np.maximum(drawn, moved * present)
    return drawn


def _colour(grey: np.ndarray, tint: np.ndarray) -> np.ndarray:
    """Add a tint to a grey level without changing the mean of the channels."""
    return grey + tint - tint.mean(axis=-1, keepdims=True)


def _light(rng: np.random.Generator) -> np.ndarray:
    """Draw light that falls off towards one side, float32 (BLOCK, 32, 32, 1)."""
    place = (np.arange(SIZE, dtype=np.float32) - np.float32((SIZE - 1) / 2)) / np.float32(SIZE)
    across, down = per_image(rng, -60, 60), per_image(rng, -60, 60)
    return (across * place[None, None, :] + down * place[None, :, None])[..., None]


def _out_of_focus(pictures: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Blur rows and columns with the weights 1, 2, 1; ``strength``, 0 to 1, says how much."""
    for axis in (1, 2):
        size = pictures.shape[axis]
        edges = [(1, 1) if one == axis else (0, 0) for one in range(pictures.ndim)]
        padded = np.pad(pictures, edges, mode="edge")
        before = np.take(padded, np.arange(size), axis=axis)
        after = np.take(padded, np.arange(2, size + 2), axis=axis)
        mean = (before + 2 * pictures + after) / np.float32(4)
        pictures = pictures + strength * (mean - pictures)
    return pictures
