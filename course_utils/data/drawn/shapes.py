"""Draws `shapes`: ten classes of small colour pictures that need no download.

Each picture holds one object (a disc, a star, a heart, ...) on a coloured background with clutter,
something lying across the object, and noise. An object is given by its signed distance: how far a
pixel is outside (positive) or inside (negative) its outline. A soft step turns distance into
coverage, and coverage mixes two colours.

Colour, position, size, tilt, stretch and texture come from the same distributions for every class,
so that only the outline tells classes apart. A mirrored or shifted object keeps its class, and each
picture is mirrored with probability one half. `SHIFTED` draws the same outlines in other sizes,
colours and noise: pictures of `shapes_1`, the fresh test set.

The pixels go through additions, multiplications, divisions and square roots only, which IEEE 754
rounds in one way. NumPy's sines, exponentials and matrix products differ in the last digit from
processor to processor; without them the same seed gives the same bytes everywhere.
"""

import math
from typing import NamedTuple

import numpy as np

from course_utils.data.drawn import blocks
from course_utils.data.drawn.blocks import BLOCK, per_image, uniform

CLASS_NAMES = (
    "disc",
    "hexagon",
    "ring",
    "crescent",
    "triangle",
    "heart",
    "square",
    "cross",
    "star",
    "flower",
)
SIZE = 32  # pixels on a side

# Centres of the pixels, in pixels from the middle of the picture.
_OFFSETS = np.arange(SIZE, dtype=np.float32) - np.float32((SIZE - 1) / 2)
_X = _OFFSETS[None, None, :]
_Y = _OFFSETS[None, :, None]


class Look(NamedTuple):
    """The ranges from which everything but the outline is drawn.

    Attributes:
        grey: brightness of the background, 0 to 1.
        contrast: by how much the object is lighter.
        clutter: strokes behind the object.
        move: pixels by which the object may be off the middle, on each axis.
        tilt: tangent of half of its largest angle; 0.22 is that of 25 degrees.
        radius: its size in pixels.
        blur: width of its edge in pixels.
        noise: amplitude of the noise, 0 to 1.
    """

    grey: tuple[float, float] = (0.1, 0.5)
    contrast: tuple[float, float] = (0.14, 0.5)
    clutter: int = 3
    move: float = 3.0
    tilt: float = 0.22
    radius: tuple[float, float] = (6.0, 10.0)
    blur: tuple[float, float] = (1.0, 2.2)
    noise: tuple[float, float] = (0.02, 0.16)


USUAL = Look()
SHIFTED = Look(
    grey=(0.2, 0.6),
    contrast=(0.12, 0.4),
    clutter=4,
    move=3.5,
    tilt=0.27,
    radius=(5.5, 9.0),
    blur=(1.2, 2.8),
    noise=(0.04, 0.22),
)


def draw(
    count: int, seed: int | np.random.Generator, look: Look = USUAL
) -> tuple[np.ndarray, np.ndarray]:
    """Draw labelled pictures; every seed draws from the same distribution.

    Args:
        count: how many pictures, at least 1.
        seed: a seed, or the generator to draw from. The same seed gives the same bytes, and the
            first pictures of a seed are the same whatever `count` is.
        look: the ranges to draw from.

    Returns:
        Images, uint8 (count, 32, 32, 3), and labels, int64 (count,), indices into `CLASS_NAMES`.
        Every 250 pictures in a row, counted from the first, hold each class 25 times.

    Raises:
        ValueError: `count` is below 1.
    """
    return blocks.draw(lambda rng: _draw_block(rng, look), count, seed)


def _draw_block(rng: np.random.Generator, look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Draw `BLOCK` labelled pictures: background, clutter, object, a stroke across it, noise."""
    labels = blocks.labels(rng)
    background, light = _colours(rng, look)
    pictures = _shaded(rng, background, 0.22)
    for _ in range(look.clutter):
        pictures = _mix(pictures, _tinted(rng, background, 0.25), _stroke(rng, reach=15.0))
    pictures = _mix(pictures, _shaded(rng, light, 0.16), _object(rng, labels, look))
    pictures = _mix(pictures, _tinted(rng, background, 0.2), _stroke(rng, reach=8.0))
    return _finish(rng, pictures, look), labels


def _colours(rng: np.random.Generator, look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Draw the colours of background and object, float32 (BLOCK, 3, 1, 1), the object lighter."""
    grey = uniform(rng, *look.grey, 1, 1, 1)
    lighter = grey + uniform(rng, *look.contrast, 1, 1, 1)
    return grey + _chroma(rng, 0.5), lighter + _chroma(rng, 0.5)


def _chroma(rng: np.random.Generator, strength: float) -> np.ndarray:
    """Draw a colour without brightness, float32 (BLOCK, 3, 1, 1); its three planes sum to 0."""
    red, green, blue = np.split(uniform(rng, -strength / 2, strength / 2, 3, 1, 1), 3, axis=1)
    mean = (red + green + blue) / np.float32(3)
    return np.concatenate([red - mean, green - mean, blue - mean], axis=1)


def _tinted(rng: np.random.Generator, colour: np.ndarray, lightness: float) -> np.ndarray:
    """Draw another colour of about the same brightness, for clutter."""
    return colour + uniform(rng, -lightness, lightness, 1, 1, 1) + _chroma(rng, 0.6)


def _shaded(rng: np.random.Generator, colour: np.ndarray, strength: float) -> np.ndarray:
    """Spread a colour over the picture, lighter and darker in smooth patches.

    Patches come from a coarse grid of random values with straight lines between them.
    """
    cells = 4
    grid = uniform(rng, -strength, strength, cells + 1, cells + 1)
    position = np.arange(SIZE, dtype=np.float32) * np.float32(cells / SIZE)
    cell = position.astype(np.int64)
    part = position - cell
    rows = grid[:, cell] * (1 - part)[:, None] + grid[:, cell + 1] * part[:, None]
    field = rows[:, :, cell] * (1 - part) + rows[:, :, cell + 1] * part
    return colour + field[:, None]


def _mix(under: np.ndarray, over: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """Paint `over` onto `under` as coverage says, (BLOCK, height, width) from 0 to 1."""
    return under + (over - under) * coverage[:, None]


def _soft_step(distance: np.ndarray, width: np.ndarray | float) -> np.ndarray:
    """Turn signed distance in pixels into coverage: 1 inside, 0 outside, a ramp of `width`."""
    return np.clip(np.float32(0.5) - distance / np.float32(width), 0, 1)


def _stroke(rng: np.random.Generator, reach: float) -> np.ndarray:
    """Draw the coverage of a dot or short bar, centred within `reach`, in two pictures of three."""
    x = _X - per_image(rng, -reach, reach)
    y = _Y - per_image(rng, -reach, reach)
    cosine, sine = _direction(per_image(rng, -1.0, 1.0))
    half_length = per_image(rng, 0.0, 6.0)
    half_width = per_image(rng, 0.6, 1.8)
    along, across = x * cosine + y * sine, y * cosine - x * sine
    beyond = np.maximum(np.abs(along) - half_length, 0)
    distance = np.sqrt(beyond * beyond + across * across) - half_width
    present = per_image(rng, 0.0, 1.0) < np.float32(2 / 3)
    return _soft_step(distance, 1.0) * present


def _direction(tangent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return cosine and sine of the angle whose half has this tangent, by exact operations."""
    square = tangent * tangent
    return (1 - square) / (1 + square), 2 * tangent / (1 + square)


def _object(rng: np.random.Generator, labels: np.ndarray, look: Look) -> np.ndarray:
    """Draw the coverage of each label's object, at a random place, size, tilt, stretch and blur."""
    x = _X - per_image(rng, -look.move, look.move)
    y = _Y - per_image(rng, -look.move, look.move)
    cosine, sine = _direction(per_image(rng, -look.tilt, look.tilt))
    stretch = per_image(rng, 0.86, 1.16)
    radius = per_image(rng, *look.radius)
    # y grows downwards in a picture and upwards in the outlines below.
    across = (x * cosine + y * sine) / (radius * stretch)
    up = (x * sine - y * cosine) / radius * stretch
    distance = np.empty((BLOCK, SIZE, SIZE), np.float32)
    for label, outline in enumerate(_OUTLINES):
        chosen = labels == label
        distance[chosen] = outline(across[chosen], up[chosen])
    return _soft_step(distance * radius, per_image(rng, *look.blur))


def _finish(rng: np.random.Generator, pictures: np.ndarray, look: Look) -> np.ndarray:
    """Mirror and invert some pictures, add noise, and return uint8 (BLOCK, 32, 32, 3)."""
    mirrored = rng.random(BLOCK) < 0.5
    pictures[mirrored] = pictures[mirrored, :, :, ::-1]
    inverted = rng.random(BLOCK) < 0.1
    pictures[inverted] = 1 - pictures[inverted]
    # The sum of two random bytes: a triangle of noise around 0, cheaper than a normal one.
    first, second = rng.integers(0, 256, (2, *pictures.shape), dtype=np.uint8)
    noise = first.astype(np.float32) + second - np.float32(255)
    pictures = pictures * 255 + noise * uniform(rng, *look.noise, 1, 1, 1)
    return np.rint(np.clip(pictures, 0, 255)).astype(np.uint8).transpose(0, 2, 3, 1).copy()


# Outlines: signed distance of the points (x to the right, y up) from a shape of about radius 1.


class _Folded(NamedTuple):
    """Points folded onto one half of one of `k` equal wedges, the one around the upward axis."""

    x: np.ndarray
    y: np.ndarray


def _fold(x: np.ndarray, y: np.ndarray, k: int) -> _Folded:
    """Fold the plane along the mirror lines of a shape with k-fold symmetry."""
    cosine, sine = np.float32(math.cos(math.pi / k)), np.float32(math.sin(math.pi / k))
    for _ in range((k + 1) // 2):  # each fold brings a point one wedge nearer to the axis
        x = np.abs(x)
        beyond = np.maximum(x * cosine - y * sine, 0)
        x, y = x - 2 * beyond * cosine, y + 2 * beyond * sine
    return _Folded(np.abs(x), y)


def _circle(x: np.ndarray, y: np.ndarray, radius: float) -> np.ndarray:
    return np.sqrt(x * x + y * y) - np.float32(radius)


def _disc(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _circle(x, y, 0.92)


def _hexagon(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _fold(x, y, 6).y - np.float32(0.84)


def _ring(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.abs(_circle(x, y, 0.74)) - np.float32(0.22)


def _crescent(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.maximum(_circle(x + np.float32(0.1), y, 1.0), -_circle(x - np.float32(0.4), y, 0.74))


def _triangle(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _fold(x, np.float32(0.15) - y, 3).y - np.float32(0.58)


def _heart(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the signed distance from a square on its corner, with a disc on each upper side."""
    x, y = np.abs(x), y + np.float32(0.1)
    half = 0.56
    middle = np.float32(half * math.sqrt(0.5))
    square = (x + np.abs(y)) * np.float32(math.sqrt(0.5)) - np.float32(half)
    return np.minimum(square, _circle(x - middle, y - middle, half))


def _square(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _fold(x, y, 4).y - np.float32(0.8)


def _cross(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    arm = _fold(x, y, 4)
    return np.maximum(arm.x - np.float32(0.34), arm.y - np.float32(1.0))


def _star(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the signed distance from a star's side: from a tip to the notch 36 degrees away."""
    tip, notch = 1.15, 0.52
    point = _fold(x, y, 5)
    notch_x, notch_y = notch * math.sin(math.pi / 5), notch * math.cos(math.pi / 5)
    side = math.sqrt(notch_x**2 + (tip - notch_y) ** 2)
    right, up = np.float32((tip - notch_y) / side), np.float32(notch_x / side)
    return point.x * right + (point.y - np.float32(tip)) * up


def _flower(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    petal = _fold(x, y, 5)
    return np.minimum(_circle(petal.x, petal.y - np.float32(0.62), 0.4), _circle(x, y, 0.45))


_OUTLINES = (
    _disc,
    _hexagon,
    _ring,
    _crescent,
    _triangle,
    _heart,
    _square,
    _cross,
    _star,
    _flower,
)
