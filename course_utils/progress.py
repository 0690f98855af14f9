"""One progress bar for notebooks, terminals and files: images a second, loss, and the time left."""

import sys
from typing import TYPE_CHECKING, Any, TextIO

from tqdm import tqdm

if TYPE_CHECKING:
    Bar = tqdm[Any]
else:
    Bar = tqdm  # which takes no parameter while it runs

SECONDS_BETWEEN_LOOKS = 0.2  # seconds between two looks of the bar, for eyes
SECONDS_BETWEEN_LINES = 30.0  # seconds between two lines of a file
FILE_COLUMNS = 80  # columns of a file


class _Lines:
    """A file that takes a bar's lines: a bar drawn over itself would be one endless line."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        text = text.replace("\r", "").strip()
        if text:
            self._file.write(text + "\n")

    def flush(self) -> None:
        self._file.flush()


def bar(total: int, done: int = 0, shown: bool = True, file: TextIO | None = None) -> Bar:
    """Return a progress bar of a training, on standard output.

    In a terminal and in a notebook it is drawn again and again in its place, as wide as the
    terminal. In a file it is a line every 30 seconds, and one at the end.

    Args:
        total: Steps of the whole training.
        done: Those that were made before.
        shown: Whether to show anything.
        file: Where to; standard output by default.

    Returns:
        The bar; call ``update()`` after each step, and use it in ``with``.
    """
    file = file or sys.stdout
    drawn = file.isatty() or _is_a_notebooks(file)
    return tqdm(
        total=total,
        initial=done,
        unit="step",
        file=file if drawn else _Lines(file),
        disable=not shown,
        dynamic_ncols=drawn,
        ncols=None if drawn else FILE_COLUMNS,
        ascii=None if drawn else True,
        mininterval=SECONDS_BETWEEN_LOOKS if drawn else SECONDS_BETWEEN_LINES,
        # Long steps must not make tqdm look only after many of them.
        miniters=1,
        bar_format="{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}{postfix}]",
    )


def say(shown: Bar, loss: float, images_per_second: float) -> None:
    """Put loss and speed behind a bar, to be shown when it is drawn next.

    Args:
        shown: What :func:`bar` returned.
        loss: The newest loss.
        images_per_second: The speed of the training.
    """
    shown.set_postfix_str(f"loss {loss:.2f}, {images_per_second:,.0f} images/s", refresh=False)


def _is_a_notebooks(file: TextIO) -> bool:
    """Return whether a kernel sends what is written to this file to a notebook."""
    return type(file).__module__.startswith("ipykernel")
