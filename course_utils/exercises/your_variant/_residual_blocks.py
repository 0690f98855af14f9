"""Questions about residual blocks of three convolutions: sizes, inputs, values of variables."""

import numpy as np

from course_utils.checks import variables
from course_utils.exchange import Arrays

IMAGES, NARROWER = 2, 4
NORM = ("gamma", "beta", "moving_mean", "moving_variance")
IDENTITY, STRIDED, WIDER = "identity", "strided", "wider"
KINDS = (IDENTITY, STRIDED, WIDER)


def draw_blocks(rng: np.random.Generator) -> Arrays:
    """Draw three blocks with inputs and values of all variables.

    One block keeps its input's shape, one has a stride and as many channels as its input, one has
    more channels and no stride. Height and width differ, and one of them is odd; they are small,
    since expectations are stored.

    Returns:
        For each kind: ``inputs`` float32 (2, height, width, channels before), ``channels`` and
        ``stride``, the ``number`` in the block's name, and ``variable NAME`` by stated name.
    """
    question: Arrays = {}
    for kind in KINDS:
        inner = int(rng.integers(2, 4))
        channels = NARROWER * inner
        before = channels if kind != WIDER else channels - int(rng.integers(1, 4))
        stride = int(rng.integers(2, 4)) if kind == STRIDED else 1
        # Of these sizes, a stride after the 3×3 convolution is not the same as one in it.
        height, width = 4, 5 if stride == 3 else int(rng.choice((5, 7)))
        number = int(rng.integers(2, 90))
        own = {
            "inputs": rng.normal(0, 1, (IMAGES, height, width, before)).astype(np.float32),
            "channels": np.array(channels),
            "stride": np.array(stride),
            "number": np.array(number),
        }
        named = shapes(f"block{number}", before, channels, projected=kind != IDENTITY)
        own |= variables.given({name: value(rng, name, shape) for name, shape in named.items()})
        question |= {f"{kind} {part}": array for part, array in own.items()}
    return question


def shapes(block: str, before: int, channels: int, projected: bool) -> dict[str, tuple[int, ...]]:
    """Return the shape of each variable by its stated name."""
    inner = channels // NARROWER
    kernels = {
        "1": (1, 1, before, inner),
        "2": (3, 3, inner, inner),
        "3": (1, 1, inner, channels),
        **({"_projection": (1, 1, before, channels)} if projected else {}),
    }
    found: dict[str, tuple[int, ...]] = {}
    for end, shape in kernels.items():
        conv, norm = (
            (f"{block}_projection", f"{block}_projection_norm")
            if end == "_projection"
            else (f"{block}_conv{end}", f"{block}_norm{end}")
        )
        found[f"{conv}/kernel"] = shape
        found |= {f"{norm}/{part}": shape[-1:] for part in NORM}
    return found


def value(rng: np.random.Generator, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Draw the value of one variable: sums of about unit size, and statistics unlike a batch's."""
    part = name.split("/")[-1]
    if part == "kernel":
        drawn = rng.normal(0, 1.5 / np.sqrt(np.prod(shape[:-1])), shape)
    elif part == "moving_variance":
        drawn = rng.uniform(0.3, 3.0, shape)
    elif part == "gamma":
        drawn = rng.choice((-1, 1), shape) * rng.uniform(0.6, 1.6, shape)
    else:
        drawn = rng.normal(0, 0.7, shape)
    return drawn.astype(np.float32)


def one_block(question: Arrays, kind: str) -> Arrays:
    """Return the part of a question that is about one block, without the kind's name."""
    prefix = f"{kind} "
    return {
        name.removeprefix(prefix): array
        for name, array in question.items()
        if name.startswith(prefix)
    }
