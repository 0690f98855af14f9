"""A residual block of three convolutions."""

from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import variables
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.properties import (
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

IMAGES, NARROWER = 2, 4
NORM = ("gamma", "beta", "moving_mean", "moving_variance")
IDENTITY, STRIDED, WIDER = "identity", "strided", "wider"
FARTHER, FEWER = "strided by three", "with fewer channels"  # variants of the last two
KINDS = (IDENTITY, STRIDED, FARTHER, WIDER, FEWER)
STRIDES = {STRIDED: 2, FARTHER: 3}

# A right block in float32 is off by some 10 roundings of the largest number; the mistakes below
# change the outputs by thousands of times as much.
TOLERANCE = Tolerance(500, "three convolutions and normalisations, summed in any order")


# ---- drawing -------------------------------------------------------------------------------------


def draw_blocks(rng: np.random.Generator) -> Arrays:
    """Draw five blocks with inputs and values of all variables.

    One block keeps its input's shape, one has a stride of 2 and as many channels as its input, one
    a stride of 3 and more channels, one more channels and no stride, and one fewer. Height and
    width differ, and one of them is odd; they are small, since expectations are stored.

    Returns:
        For each kind: ``inputs`` float32 (2, height, width, channels before), ``channels`` and
        ``stride``, the ``number`` in the block's name, and ``variable NAME`` by stated name.
    """
    question: Arrays = {}
    for kind in KINDS:
        inner = int(rng.integers(2, 4))
        channels = NARROWER * inner
        more = {WIDER: 1, FARTHER: 1, FEWER: -1}.get(kind, 0)
        before = channels - more * int(rng.integers(1, 4))
        stride = STRIDES.get(kind, 1)
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


# ---- asking --------------------------------------------------------------------------------------


def ask_blocks(bottleneck: Any, question: Arrays) -> Arrays:
    """Return the outputs of each block, called with ``training=False``."""
    answer: Arrays = {}
    for kind in KINDS:
        put(answer, kind, partial(outputs, bottleneck, one_block(question, kind)))
    return answer


def outputs(bottleneck: Any, own: Arrays) -> Any:
    """Return what a block makes of its inputs with the variables' drawn values.

    Raises:
        ExchangeError: It is no block of the sizes that were asked for, or lacks variables.
    """
    model = build(bottleneck, own)
    values = variables.stated(own)
    found = variables.find(model, {name: array.shape for name, array in values.items()})
    variables.assign(found, values)
    return model(own["inputs"], training=False)


def build(bottleneck: Any, own: Arrays) -> Any:
    """Build a model of one block of the student's.

    Raises:
        ExchangeError: It is no block of the sizes that were asked for.
    """
    import keras

    if not callable(bottleneck):
        raise ExchangeError("bottleneck must be a function. Pass it without calling it.")
    inputs = keras.Input(own["inputs"].shape[1:])
    channels, stride = int(own["channels"]), int(own["stride"])
    block = f"block{int(own['number'])}"
    try:
        outputs = bottleneck(inputs, channels, stride, block)
    except ValueError as error:
        if "incompatible shapes" not in str(error):
            raise
        raise ExchangeError(
            f"What you add differs in shape: x is {inputs.shape[1:]}, with channels={channels} and "
            f"stride={stride}. The 3×3 convolution takes the stride; where the shortcut would not "
            "fit, average it over stride × stride pixels and project it, both with padding='same'."
        ) from None
    if outputs is None:
        raise ExchangeError(
            "bottleneck returned None. Is its body written, and does it end with a return "
            "statement?"
        )
    if not isinstance(outputs, keras.KerasTensor):
        raise ExchangeError(
            f"bottleneck returned a {type(outputs).__name__}. Return the tensor that comes out of "
            "its last ReLU."
        )
    model = keras.Model(inputs, outputs)
    refuse_other_variables(model, own, block)
    return model


def refuse_other_variables(model: Any, own: Arrays, block: str) -> None:
    """Check a block's variables, and say in terms of the block what is wrong with them.

    Raises:
        ExchangeError: Variables are missing, too many or of another size.
    """
    there = {variables.path(one): tuple(one.shape) for one in model.variables}
    needed = f"{block}_projection/kernel" in variables.stated(own)
    projects = any("projection" in name for name in there)
    channels, before = int(own["channels"]), own["inputs"].shape[-1]
    asked = f"stride={int(own['stride'])}, channels={channels} and an x of {before} channels"
    if projects and not needed:
        raise ExchangeError(
            f"With {asked} the shortcut is x itself. Project only where the stride or the number "
            "of channels changes."
        )
    if needed and not projects:
        raise ExchangeError(
            f"With {asked} the shortcut has another shape than the branch, and your block has no "
            f"layer named {block}_projection. Project where the stride is not 1, and also where "
            "only the number of channels changes."
        )
    if any(name.endswith("/bias") for name in there):
        raise ExchangeError(
            "Your convolutions have biases. The normalisation that follows subtracts them again: "
            "use_bias=False."
        )
    if not any(name.endswith("/moving_mean") for name in there):
        raise ExchangeError(
            "Your block has no batch normalisation. Each convolution, the projection too, is "
            "followed by one."
        )
    first = there.get(f"{block}_conv1/kernel")
    if first is not None and first[-1] != channels // NARROWER:
        raise ExchangeError(
            f"With channels={channels} your {block}_conv1 has {first[-1]} filters. Inside, the "
            f"block is a quarter as wide: channels // 4 = {channels // NARROWER}."
        )


# ---- judging -------------------------------------------------------------------------------------


# What every block shows is told about the first one, so that stored expectations stay small.
GENERAL = (
    (
        "no shortcut",
        "Your block leaves its shortcut out. Add it to the branch before the last ReLU.",
    ),
    (
        "ReLU on the branch alone",
        "Your ReLU comes before the addition. Add first; the last ReLU takes the sum.",
    ),
    (
        "ReLU before and after",
        "A ReLU comes between the third normalisation and the addition, so the branch can only "
        "add. Take it away; the ReLU after the sum stays.",
    ),
    ("no last ReLU", "The ReLU after the addition is missing."),
    (
        "no inner ReLUs",
        "There is no ReLU inside your block. Put one after the first and one "
        "after the second normalisation.",
    ),
    ("no first ReLU", "The ReLU after the first normalisation is missing."),
    ("no second ReLU", "The ReLU after the second normalisation is missing."),
    (
        "ReLU before the norm",
        "Your ReLUs come before the normalisations. Convolve, normalise, then ReLU.",
    ),
)
WITH_STRIDE = (
    (
        "projection with the stride",
        "Your projection takes the stride itself, so its 1×1 windows skip most pixels. Average "
        "stride × stride pixels first; then the projection has no stride.",
    ),
    (
        "maxima",
        "Your shortcut takes the maximum of stride × stride pixels. Take their average: "
        "AveragePooling2D.",
    ),
    (
        "zeros in the average",
        "At the border your average counts padded zeros. AveragePooling2D with padding='same' "
        "leaves them out.",
    ),
    (
        "stride everywhere",
        "All convolutions of your branch have the stride. The 3×3 convolution takes the "
        "stride; no other one does.",
    ),
    (
        "stride first",
        "Your stride is in the first convolution, which skips three of four "
        "pixels or more unseen. Give it to the 3×3 convolution.",
    ),
    (
        "stride last",
        "Your stride is in the third convolution. Give it to the 3×3 convolution, "
        "so that no pixel is skipped unseen.",
    ),
)


def smaller(kind: str) -> Symptom:
    """Return the symptom that more than one layer has the stride."""
    return Symptom(
        "Your block's outputs are smaller than they should be: only the 3×3 convolution "
        "and the average before the projection have the stride.",
        lambda question, expected, answer: (
            answer[kind].ndim == 4 and answer[kind].shape[1] < expected[kind].shape[1]
        ),
    )


# What a block gives whose convolutions and normalisations are right, but for one choice.
SLIPS = tuple(mistake(f"{IDENTITY}: {name}", sentence) for name, sentence in GENERAL)

STEP = (
    "Branch: 1×1 convolution, norm, ReLU, 3×3 convolution with the stride, norm, ReLU, 1×1 "
    "convolution, norm. Add the shortcut, then ReLU."
)

FOLLOWS = "This block has the branch of the first one. Look at its shortcut."

compare_blocks = compares(
    Property(
        name="convolutions and norms",
        share=0.2,
        parts=(IDENTITY,),
        tolerance=TOLERANCE,
        right="Convolutions and normalisations are the right ones, in the right order.",
        step=STEP,
        mistakes=(smaller(IDENTITY),),
        despite=SLIPS,
    ),
    Property(
        name="identity shortcut",
        share=0.2,
        parts=(IDENTITY,),
        tolerance=TOLERANCE,
        right="A block that keeps the shape adds x itself.",
        step=STEP,
        mistakes=SLIPS,
    ),
    Property(
        name="stride",
        share=0.3,
        parts=(STRIDED, FARTHER),
        tolerance=TOLERANCE,
        right="A block with a stride projects its shortcut.",
        step=FOLLOWS,
        mistakes=(
            smaller(STRIDED),
            *(mistake(f"{STRIDED}: {name}", sentence) for name, sentence in WITH_STRIDE),
        ),
    ),
    Property(
        name="more or fewer channels",
        share=0.3,
        parts=(WIDER, FEWER),
        tolerance=TOLERANCE,
        right="So does one that has more channels than x, or fewer.",
        step=FOLLOWS,
        mistakes=(smaller(WIDER),),
    ),
)

TASK = Task("bottleneck", "model", draw_blocks, ask_blocks, compare_blocks)
