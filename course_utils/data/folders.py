"""Loads a folder of pictures of any size: one folder a class, `root/CLASS/picture.jpg`.

Whatever a folder of real photographs holds is dealt with or told: grey and transparent pictures,
palettes, pictures that a camera stored on their side, broken files, notes and hidden files. One
file that cannot be read is named in `Folder.skipped`; the others are loaded all the same.

`draw_scenes` writes such a folder where there are no photographs. A scene is one picture of
`shapes`; its frames show it from slightly different places and in other light, as when somebody
presses the button four times. Around the pictures it puts what real folders have: notes, a hidden
file, a broken picture.
"""

import hashlib
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from course_utils.data.drawn import shapes
from course_utils.data.places import DataError

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
RULES = ("squash", "crop", "letterbox")

FRAMES = 4  # pictures of a drawn scene
_SCENES_SEED = 2020
_BORDER = 3  # pixels of 32 that a frame may leave out on each side

Rule = Literal["squash", "crop", "letterbox"]


class Folder(NamedTuple):
    """Labelled pictures.

    Attributes:
        images: uint8 (N, size, size, 3), or where no size was asked for a list of uint8
            (height, width, 3), each of its own size.
        labels: int64 (N,), indices into `classes`.
        source: in words, where the pictures came from.
        classes: the names of the folders that hold pictures, in alphabetical order.
        names: each picture's path below the root, with forward slashes.
        skipped: a sentence for each file or class that was left out.
    """

    images: np.ndarray | list[np.ndarray]
    labels: np.ndarray
    source: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    skipped: tuple[str, ...]


def load(path: str | Path, size: int | None = None, rule: Rule = "crop") -> Folder:
    """Load all pictures of a folder, in alphabetical order of their paths.

    Args:
        path: the root; each folder in it is a class, with pictures at any depth below it.
        size: height and width that every picture gets, in pixels; None keeps each one's own.
        rule: how, see :func:`resized`.

    Returns:
        The pictures, as RGB. What is transparent becomes white.

    Raises:
        DataError: there is no such folder, or no picture in it that can be read.
    """
    root = Path(path).expanduser()
    _check(root)
    skipped = [
        f"{entry.name} is beside the class folders: move it into one of them."
        for entry in sorted(root.iterdir())
        if entry.is_file() and not entry.name.startswith(".")
    ]
    images: list[np.ndarray] = []
    labels: list[int] = []
    names: list[str] = []
    classes: list[str] = []
    for folder in sorted(root.iterdir()):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        before = len(images)
        for file in _files(folder):
            name = file.relative_to(root).as_posix()
            image = _read(file, name, skipped)
            if image is not None:
                array = np.asarray(image if size is None else resized(image, size, rule))
                images.append(array.copy())
                labels.append(len(classes))
                names.append(name)
        if len(images) > before:
            classes.append(folder.name)
        else:
            skipped.append(f"The class {folder.name} was left out: it holds no picture.")
    if not images:
        raise DataError(
            f"There is no picture in {root} that can be read. Make a folder for each class and put "
            f"its pictures ({', '.join(SUFFIXES)}) there. " + " ".join(skipped[:3])
        )
    own = "of their own sizes" if size is None else f"{rule} to {size}×{size}"
    source = f"{len(images):,} pictures in {root}, {len(classes)} classes, {own}"
    return Folder(
        images if size is None else np.stack(images),
        np.array(labels, np.int64),
        source,
        tuple(classes),
        tuple(names),
        tuple(skipped),
    )


def resized(image: Image.Image | np.ndarray, size: int, rule: Rule = "crop") -> np.ndarray:
    """Resize a picture to a square, smoothly: each new pixel is a mean of old ones.

    Args:
        image: a picture, or uint8 (height, width, 3).
        size: the square's side in pixels.
        rule: "squash" scales both sides to the square; "crop" scales the shorter one to it and
            cuts the middle out of the longer one; "letterbox" scales the longer one to it and
            fills up with black.

    Returns:
        uint8 (size, size, 3).

    Raises:
        ValueError: there is no such rule, or the size is below 1.
    """
    if rule not in RULES or size < 1:
        raise ValueError(f"rule is one of {RULES}, not {rule!r}, and size at least 1, not {size}.")
    if not isinstance(image, Image.Image):
        image = Image.fromarray(image)
    if rule == "squash":
        done = image.resize((size, size), Image.Resampling.BILINEAR)
    elif rule == "crop":
        done = ImageOps.fit(image, (size, size), Image.Resampling.BILINEAR)
    else:
        done = ImageOps.pad(image, (size, size), Image.Resampling.BILINEAR, color=0)
    return np.asarray(done).copy()


def validation(
    names: tuple[str, ...], share: float = 0.2, group: Callable[[str], str] | None = None
) -> np.ndarray:
    """Choose pictures for validation by a checksum of their names.

    Each name is decided by itself, so the split stays as it is when pictures are added or taken
    away. Of every class about the same share is chosen, the more exactly the more pictures it has.

    Args:
        names: as `Folder.names` holds them.
        share: which share to choose, 0 to 1.
        group: from a name to its group, such as the scene or the person; a group goes to one side
            as a whole. None takes each picture by itself.

    Returns:
        bool (N,): True for validation.
    """

    def place(name: str) -> float:
        digest = hashlib.sha256((group(name) if group else name).encode("utf-8")).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    return np.array([place(name) < share for name in names], bool)


def write(root: str | Path, images: list[np.ndarray], names: list[str]) -> Path:
    """Write pictures as files, in the layout that :func:`load` reads.

    Args:
        root: the folder; created.
        images: uint8 (height, width, 3) each.
        names: paths below the root, such as "cat/first.png".

    Returns:
        The root.
    """
    root = Path(root)
    for image, name in zip(images, names, strict=True):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(path)
    return root


def _check(root: Path) -> None:
    """Raise an error if the root does not exist or is a file."""
    if not root.is_dir():
        problem = "is a file" if root.exists() else "does not exist"
        raise DataError(
            f"{root} {problem}. Give the folder that holds one folder for each class; "
            f"the working folder here is {Path.cwd()}."
        )


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order, without hidden ones."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


def _read(file: Path, name: str, skipped: list[str]) -> Image.Image | None:
    """Read a picture as upright RGB; if that fails, add a sentence to `skipped` and return None."""
    if file.suffix.lower() not in SUFFIXES:
        skipped.append(f"{name} was left out: it is no picture ({', '.join(SUFFIXES)}).")
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata in sound pictures
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                return _rgb(ImageOps.exif_transpose(image))
    except Exception as error:  # Pillow raises many kinds for damaged files
        reason = "it is far too large" if "Bomb" in type(error).__name__ else "it is damaged"
        skipped.append(f"{name} was left out: {reason} ({type(error).__name__}).")
        return None


def _rgb(image: Image.Image) -> Image.Image:
    """Convert grey, transparent, palette and 16-bit pictures to RGB."""
    if image.mode.startswith(("I", "F")):  # 16 bits: keep the upper eight
        return Image.fromarray((np.asarray(image) // 256).astype(np.uint8)).convert("RGB")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


# ---- a drawn folder ------------------------------------------------------------------------------


def draw_scenes(root: str | Path, scenes: int = 60, classes: int = 4) -> Path:
    """Write a folder of drawn scenes, the same pixels each time.

    Args:
        root: the folder; created. Files that are there already are written again.
        scenes: how many scenes, of all classes together; each gives four pictures.
        classes: take this many of the classes of `shapes`, at most ten.

    Returns:
        The root, with pictures `CLASS/scene_NN_F.png`.
    """
    rng = np.random.default_rng(_SCENES_SEED)
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
    root = write(root, images, names)
    _add_what_lies_around(root, names[0])
    return root


def _frame(rng: np.random.Generator, picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """Draw one photograph of a scene: uint8 (height, width, 3)."""
    size = len(picture)
    left, top = rng.uniform(0, _BORDER, 2)
    box = (left, top, size - _BORDER + left, size - _BORDER + top)
    large = Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC, box=box)
    light, noise = rng.uniform(0.85, 1.15), rng.normal(0, 6, (height, width, 1))
    return np.clip(np.asarray(large) * light + noise, 0, 255).astype(np.uint8)


def _add_what_lies_around(root: Path, first: str) -> None:
    """Add a broken picture, notes and a hidden file to a class, and a stray file to the root."""
    folder = (root / first).parent
    (folder / "cut_off.jpg").write_bytes(b"\xff\xd8\xff\xe0 the card was full")
    (folder / "notes.txt").write_text("Taken on Sunday.\n", encoding="utf-8")
    (folder / ".thumbnails").write_bytes(b"")
    (root / "README.txt").write_text("Pictures for the course.\n", encoding="utf-8")
