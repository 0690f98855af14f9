"""Draws `digits`: small grey pictures of the handwritten figures 0 to 9 that need no download.

Like MNIST: white ink on black, 28x28 pixels, one channel. Each figure is written in one of several
styles, which `strokes` holds: a 7 with or without a bar, an open or a closed 4, a 2
with or without a loop. A style is a few strokes, and a stroke is a smooth curve through a few
points. Each picture moves these points, then slants, stretches, bends and shifts the whole figure,
and draws it with a pen of its own width and strength. Smudges and noise come last.

A figure is never mirrored: a mirrored 2 is no 2.

As in `shapes`, the pixels go through additions, multiplications, divisions and square roots only,
which IEEE 754 rounds in one way, so that the same seed gives the same bytes on every machine.
"""

import numpy as np

from course_utils.data.drawn import blocks
from course_utils.data.drawn.blocks import BLOCK, per_image, uniform

CLASS_NAMES = tuple("0123456789")
SIZE = 28  # pixels on a side

_SPAN = 4  # straight pieces between two neighbouring points of a curve

# Centres of the pixels, in pixels from the middle of the picture.
_OFFSETS = np.arange(SIZE, dtype=np.float32) - np.float32((SIZE - 1) / 2)
_X = _OFFSETS[None, None, :]
_Y = _OFFSETS[None, :, None]

Stroke = tuple[tuple[float, float], ...]
Styles = tuple[tuple[tuple[Stroke, ...], ...], ...]

STYLES: Styles = (
    (  # 0: closed, and open at the top with a curl
        (
            (
                *((0.05, -0.98), (-0.42, -0.6), (-0.55, 0.15), (-0.22, 0.9), (0.3, 0.8)),
                *((0.55, 0.1), (0.42, -0.65), (0.05, -0.98)),
            ),
        ),
        (
            (
                *((0.3, -0.95), (-0.35, -0.7), (-0.6, 0.1), (-0.3, 0.85), (0.25, 0.85)),
                *((0.55, 0.15), (0.4, -0.6), (0.0, -0.8)),
            ),
        ),
    ),
    (  # 1: a stroke, with a flag, with flag and foot
        (((0.05, -1.0), (0.0, 0.0), (-0.03, 1.0)),),
        (((-0.35, -0.55), (0.08, -1.0)), ((0.08, -1.0), (0.05, 0.0), (0.03, 1.0))),
        (
            ((-0.35, -0.6), (0.05, -1.0)),
            ((0.05, -1.0), (0.03, 0.0), (0.02, 0.95)),
            ((-0.42, 0.95), (0.45, 0.95)),
        ),
    ),
    (  # 2: with a corner, and with a loop
        (
            ((-0.5, -0.55), (-0.1, -0.98), (0.45, -0.65), (0.2, 0.0), (-0.55, 0.92)),
            ((-0.55, 0.92), (0.6, 0.88)),
        ),
        (
            (
                *((-0.5, -0.6), (-0.05, -0.98), (0.42, -0.55), (0.1, 0.25), (-0.4, 0.85)),
                *((-0.62, 0.65), (-0.3, 0.5), (0.1, 0.85), (0.62, 0.85)),
            ),
        ),
    ),
    (  # 3: round, and with a flat top
        (
            ((-0.48, -0.7), (-0.02, -0.98), (0.42, -0.6), (-0.08, -0.1)),
            ((-0.08, -0.1), (0.48, 0.4), (0.05, 0.97), (-0.52, 0.7)),
        ),
        (
            ((-0.48, -0.93), (0.42, -0.93)),
            ((0.42, -0.93), (-0.08, -0.2)),
            ((-0.08, -0.2), (0.48, 0.35), (0.05, 0.97), (-0.52, 0.72)),
        ),
    ),
    (  # 4: open, and closed
        (
            ((-0.35, -0.9), (-0.5, 0.0), (-0.35, 0.15), (0.55, 0.1)),
            ((0.4, -0.85), (0.35, 0.1), (0.3, 1.0)),
        ),
        (
            ((0.25, -1.0), (-0.58, 0.3)),
            ((-0.58, 0.3), (0.62, 0.3)),
            ((0.25, -1.0), (0.24, 0.0), (0.22, 1.0)),
        ),
    ),
    (  # 5: with corners, and in one curve
        (
            ((0.5, -0.93), (-0.32, -0.93)),
            ((-0.32, -0.93), (-0.38, -0.15)),
            ((-0.38, -0.15), (0.15, -0.25), (0.47, 0.3), (0.05, 0.95), (-0.5, 0.75)),
        ),
        (
            (
                *((0.5, -0.95), (-0.05, -0.88), (-0.35, -0.35), (0.1, -0.12)),
                *((0.45, 0.38), (0.0, 0.95), (-0.5, 0.78)),
            ),
        ),
    ),
    (  # 6: bent, and with a straight back
        (
            (
                *((0.4, -0.95), (-0.25, -0.45), (-0.5, 0.35), (-0.05, 0.95)),
                *((0.45, 0.5), (0.05, 0.05), (-0.42, 0.4)),
            ),
        ),
        (
            (
                *((0.05, -1.0), (-0.3, -0.2), (-0.4, 0.6), (0.02, 0.95)),
                *((0.42, 0.55), (0.08, 0.15), (-0.36, 0.5)),
            ),
        ),
    ),
    (  # 7: plain, with a bar, with a serif
        (((-0.5, -0.9), (0.5, -0.9)), ((0.5, -0.9), (0.12, 0.0), (-0.1, 1.0))),
        (
            ((-0.5, -0.9), (0.5, -0.9)),
            ((0.5, -0.9), (0.12, 0.0), (-0.1, 1.0)),
            ((-0.28, 0.05), (0.45, 0.0)),
        ),
        (
            ((-0.52, -0.5), (-0.48, -0.92)),
            ((-0.48, -0.92), (0.5, -0.88)),
            ((0.5, -0.88), (0.18, -0.1), (0.05, 1.0)),
        ),
    ),
    (  # 8: in one curve, and as two rings
        (
            (
                *((0.4, -0.72), (-0.05, -0.98), (-0.4, -0.58), (0.02, -0.08), (0.44, 0.48)),
                *((0.0, 0.97), (-0.45, 0.5), (-0.02, -0.08), (0.4, -0.72)),
            ),
        ),
        (
            ((0.0, -0.08), (-0.38, -0.5), (0.0, -0.97), (0.38, -0.5), (0.0, -0.08)),
            ((0.0, -0.08), (-0.45, 0.45), (0.0, 0.97), (0.45, 0.45), (0.0, -0.08)),
        ),
    ),
    (  # 9: with a straight and with a curled tail
        (
            ((0.4, -0.65), (-0.02, -0.97), (-0.44, -0.5), (-0.05, -0.1), (0.4, -0.5)),
            ((0.42, -0.75), (0.36, 0.2), (0.2, 1.0)),
        ),
        (
            ((0.4, -0.6), (0.0, -0.97), (-0.42, -0.55), (-0.05, -0.12), (0.4, -0.5)),
            ((0.4, -0.7), (0.45, 0.35), (0.05, 0.95), (-0.45, 0.75)),
        ),
    ),
)
"""The strokes of the ten figures, in the styles that people write them in.

``STYLES[figure][style]`` is a tuple of strokes. A point is (x, y) in a box from -1 to 1, x to the
right and y downwards. Two points are a straight line, more are a smooth curve. A corner ends one
stroke and starts the next.
"""


def draw(count: int, seed: int | np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw labelled pictures; every seed draws from the same distribution.

    Args:
        count: how many pictures, at least 1.
        seed: a seed, or the generator to draw from. The same seed gives the same bytes, and the
            first pictures of a seed are the same whatever `count` is.

    Returns:
        Images, uint8 (count, 28, 28, 1), and labels, int64 (count,), the figures themselves.
        Every 250 pictures in a row, counted from the first, hold each class 25 times.

    Raises:
        ValueError: `count` is below 1.
    """
    return blocks.draw(_draw_block, count, seed)


def _draw_block(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw `BLOCK` labelled pictures: the figure, smudges, noise."""
    labels = blocks.labels(rng)
    ink = per_image(rng, 0.7, 1.0)
    pictures = ink * figures(rng, labels)
    for _ in range(2):
        pictures = np.maximum(pictures, _smudge(rng))
    # The sum of two random bytes: a triangle of noise around 0, cheaper than a normal one.
    first, second = rng.integers(0, 256, (2, *pictures.shape), dtype=np.uint8)
    noise = first.astype(np.float32) + second - np.float32(255)
    pictures = pictures * 255 + noise * per_image(rng, 0.0, 0.16)
    return np.rint(np.clip(pictures, 0, 255)).astype(np.uint8)[..., None], labels


def figures(
    rng: np.random.Generator,
    labels: np.ndarray,
    styles: Styles = STYLES,
    height: tuple[float, float] = (8.0, 10.2),
    slant: tuple[float, float] = (-0.15, 0.45),
) -> np.ndarray:
    """Draw the figure of each label in ink, in a random style and handwriting.

    Args:
        rng: the generator.
        labels: int64 (BLOCK,).
        styles: the strokes of each figure, in each of its styles.
        height: the range of half the figure's height, in pixels.
        slant: the range of how far the top leans to the right, as a share of the height.

    Returns:
        float32 (BLOCK, 28, 28): 0 where there is paper, 1 where there is ink.
    """
    points = max(sum(map(len, strokes)) for kinds in styles for strokes in kinds)
    style = uniform(rng, 0, 1)
    wobble = uniform(rng, -1, 1, points, 2) + uniform(rng, -1, 1, points, 2)
    wobble = wobble * uniform(rng, 0.02, 0.16, 1, 1)
    hand = _Hand(rng, height, slant)
    width, blur = per_image(rng, 0.8, 1.9), per_image(rng, 0.9, 1.8)
    distance = np.empty((BLOCK, SIZE, SIZE), np.float32)
    for label, kinds in enumerate(styles):
        for number, strokes in enumerate(kinds):
            here = (style * len(kinds)).astype(np.int64) == number
            chosen = np.flatnonzero((labels == label) & here)
            if len(chosen):
                distance[chosen] = _distance(_pieces(strokes, wobble[chosen], hand, chosen))
    return np.clip(np.float32(0.5) - (distance - width) / blur, 0, 1)


class _Hand:
    """The handwriting of each picture: slant, stretch, bends, turn and place of the figure."""

    def __init__(
        self, rng: np.random.Generator, height: tuple[float, float], slant: tuple[float, float]
    ) -> None:
        self.height = uniform(rng, *height, 1)
        self.aspect = uniform(rng, 0.8, 1.25, 1)
        self.slant = uniform(rng, *slant, 1)
        self.turn = uniform(rng, -0.25, 0.25, 1)
        self.bends = uniform(rng, -0.2, 0.2, 6)
        self.shift = uniform(rng, -1.4, 1.4, 2)

    def place(
        self, x: np.ndarray, y: np.ndarray, chosen: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Move points of the unit box, (N, points), to pixels from the middle of the picture."""
        a, b, c, d, e, f = (self.bends[chosen, i, None] for i in range(6))
        x, y = x + a * x * y + b * y * y + c * x * x, y + d * x * y + e * y * y + f * x * x
        x = (x - self.slant[chosen] * y) * self.aspect[chosen]
        turn = self.turn[chosen]  # a shear each way: nearly a rotation, and cheaper
        x, y = x - turn * y, y + turn * x
        height, shift = self.height[chosen], self.shift[chosen]
        return x * height + shift[:, :1], y * height + shift[:, 1:]


def _pieces(
    strokes: tuple[Stroke, ...], wobble: np.ndarray, hand: _Hand, chosen: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cut the strokes of some pictures into straight pieces, in pixels.

    Returns:
        x and y of the pieces' starts, x and y of their ends, float32 (N, pieces) each.
    """
    starts_x, starts_y, ends_x, ends_y = [], [], [], []
    used = 0
    for stroke in strokes:
        points = np.array(stroke, np.float32) + wobble[:, used : used + len(stroke)]
        used += len(stroke)
        curve = _curve(points) if len(stroke) > 2 else points
        x, y = hand.place(curve[..., 0], curve[..., 1], chosen)
        starts_x.append(x[:, :-1])
        starts_y.append(y[:, :-1])
        ends_x.append(x[:, 1:])
        ends_y.append(y[:, 1:])
    return (
        np.concatenate(starts_x, axis=1),
        np.concatenate(starts_y, axis=1),
        np.concatenate(ends_x, axis=1),
        np.concatenate(ends_y, axis=1),
    )


def _curve(points: np.ndarray) -> np.ndarray:
    """Run a Catmull-Rom curve through points, (N, n, 2) -> (N, (n - 1) * _SPAN + 1, 2)."""
    before = 2 * points[:, :1] - points[:, 1:2]
    after = 2 * points[:, -1:] - points[:, -2:-1]
    padded = np.concatenate([before, points, after], axis=1)
    p0, p1, p2, p3 = padded[:, :-3], padded[:, 1:-2], padded[:, 2:-1], padded[:, 3:]
    steps = []
    for step in range(_SPAN):
        t = np.float32(step / _SPAN)
        linear, square, cube = p2 - p0, 2 * p0 - 5 * p1 + 4 * p2 - p3, p3 - p0 + 3 * (p1 - p2)
        steps.append(p1 + ((cube * t + square) * t + linear) * (t / 2))
    inner = np.stack(steps, axis=2).reshape(len(points), -1, 2)
    return np.concatenate([inner, points[:, -1:]], axis=1)


def _distance(pieces: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the distance of each pixel from the nearest straight piece, float32 (N, 28, 28)."""
    nearest = np.float32(1e9)
    for x0, y0, x1, y1 in zip(*(part.T[:, :, None, None] for part in pieces), strict=True):
        dx, dy = x1 - x0, y1 - y0
        # A column and a row each: what one pixel contributes is a sum of both.
        x, y = _X - x0, _Y - y0
        length = np.maximum(dx * dx + dy * dy, np.float32(1e-6))
        along = np.clip(x * (dx / length) + y * (dy / length), 0, 1)
        across_x, across_y = x - along * dx, y - along * dy
        nearest = np.minimum(nearest, across_x * across_x + across_y * across_y)
    return np.sqrt(nearest)


def _smudge(rng: np.random.Generator) -> np.ndarray:
    """Draw a faint short line in one picture of three, float32 (BLOCK, 28, 28)."""
    ends = uniform(rng, -13, 13, 2, 1)
    reach = uniform(rng, -5, 5, 2, 1)
    pieces = (ends[:, 0], ends[:, 1], ends[:, 0] + reach[:, 0], ends[:, 1] + reach[:, 1])
    coverage = np.clip(np.float32(1) - _distance(pieces) / per_image(rng, 0.8, 2.0), 0, 1)
    present = per_image(rng, 0, 1) < np.float32(1 / 3)
    return coverage * present * per_image(rng, 0.2, 0.7)
