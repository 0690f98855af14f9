"""Draws a folder as a student with a camera brings it: pictures of all sizes, several of a scene.

It stands in for photographs where there are none. A scene is one picture of `shapes`; its frames
show it from slightly different places and in other light, as when somebody presses the button four
times. Around the pictures lies what lies in real folders: notes, a hidden file, a broken picture.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from course_utils.data import folders
from course_utils.data.drawn import shapes

FRAMES = 4
_SEED = 2020
_BORDER = 3  # pixels of 32 that a frame may leave out on each side


def write(root: str | Path, scenes: int = 60, classes: int = 4) -> Path:
    """Writes the folder, the same pixels each time.

    Args:
        root: the folder; created. Files that are there already are written again.
        scenes: how many scenes, of all classes together; each gives four pictures.
        classes: take this many of the classes of `shapes`, at most ten.

    Returns:
        The root, with pictures `CLASS/scene_NN_F.png`.
    """
    rng = np.random.default_rng(_SEED)
    # Every class fills a tenth of what is drawn, so this gives each more scenes than it needs.
    pictures, labels = shapes.draw(25 * scenes, rng)
    images, names = [], []
    for scene in range(scenes):
        label = scene % classes
        picture = pictures[np.flatnonzero(labels == label)[scene // classes]]
        longer = int(rng.integers(48, 129))
        shorter = int(longer * rng.uniform(0.5, 1.0))
        sides = (longer, shorter) if rng.random() < 0.6 else (shorter, longer)
        for frame in range(FRAMES):
            images.append(_frame(rng, picture, *sides))
            names.append(f"{shapes.CLASS_NAMES[label]}/scene_{scene:02d}_{frame}.png")
    root = folders.write(root, images, names)
    _add_what_lies_around(root, names[0])
    return root


def _frame(rng: np.random.Generator, picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """One photograph of a scene: uint8 (height, width, 3)."""
    size = len(picture)
    left, top = rng.uniform(0, _BORDER, 2)
    box = (left, top, size - _BORDER + left, size - _BORDER + top)
    large = Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC, box=box)
    light, noise = rng.uniform(0.85, 1.15), rng.normal(0, 6, (height, width, 1))
    return np.clip(np.asarray(large) * light + noise, 0, 255).astype(np.uint8)


def _add_what_lies_around(root: Path, first: str) -> None:
    """Adds a broken picture, notes and a hidden file beside the first picture, and a stray one."""
    folder = (root / first).parent
    (folder / "cut_off.jpg").write_bytes(b"\xff\xd8\xff\xe0 the card was full")
    (folder / "notes.txt").write_text("Taken on Sunday.\n", encoding="utf-8")
    (folder / ".thumbnails").write_bytes(b"")
    (root / "README.txt").write_text("Pictures for the course.\n", encoding="utf-8")
