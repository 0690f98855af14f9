"""Pictures of what goes into a network and what is inside: images on their way, filters, maps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure


def displayable(standardized: np.ndarray) -> np.ndarray:
    """Convert standardised images to displayable ones: 0 is mid-grey, 1 is 50 levels above it.

    Args:
        standardized: float (N, H, W, C), a NumPy array or a tensor.

    Returns:
        uint8, the same shape; values outside 0 to 255 are cut off.
    """
    return np.clip(np.rint(127.5 + 50 * np.asarray(standardized)), 0, 255).astype(np.uint8)


def image_grid(
    images: np.ndarray, captions: Sequence[str], title: str, columns: int = 10
) -> Figure:
    """Draw images in rows, each with a caption.

    Args:
        images: uint8 (N, H, W, 3), or (N, H, W, 1) for grey.
        captions: One for each image.
        title: What they are.
        columns: Images in a row.
    """
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    texts = [line for caption in captions for line in caption.split("\n")]
    lines = max((caption.count("\n") + 1 for caption in captions if caption), default=0)
    # Inches: a picture's longer side, a tile with its caption's letters, and a title's letters.
    side, wide = 0.67, max(0.75, 0.06 * max(map(len, texts), default=0) + 0.06)
    high = side + 0.08 + (0.06 + 0.14 * lines if lines else 0)
    size = (max(wide * columns, 0.1 * len(title)), high * rows + 0.32)
    figure = Figure(figsize=size)
    # One axis for all: with one for each, twenty images took 0.7 s instead of 0.1.
    axis = figure.add_axes((0, 0, 1, 1))
    for index, (image, caption) in enumerate(zip(images, captions, strict=False)):
        row, column = divmod(index, columns)
        middle = (size[0] - wide * columns) / 2 + wide * (column + 0.5)
        bottom = high * (rows - row - 1)
        half = side * image.shape[1] / max(image.shape[:2]) / 2
        top = bottom + side * image.shape[0] / max(image.shape[:2])
        # One scale for all: else faint ink would look as bright as any.
        gray: dict[str, Any] = (
            {"cmap": "gray", "vmin": 0, "vmax": 255} if image.shape[-1] == 1 else {}
        )
        axis.imshow(image.squeeze(), extent=(middle - half, middle + half, bottom, top), **gray)
        axis.text(middle, top + 0.04, caption, ha="center", va="bottom", fontsize=8)
    axis.set(xlim=(0, size[0]), ylim=(0, size[1]))
    axis.axis("off")
    figure.suptitle(title, y=1 - 0.05 / size[1])
    return figure


def templates(weights: np.ndarray, captions: Sequence[str], title: str) -> Figure:
    """Draw the weights of each class as a picture: evidence for it and against it.

    Args:
        weights: float (height, width, classes), at most ten classes.
        captions: One for each class.
        title: What was trained.
    """
    figure = Figure(figsize=(10, 2.2), layout="constrained")
    axes = figure.subplots(1, len(captions), squeeze=False)[0]
    largest = float(np.abs(weights).max()) or 1.0
    for axis, picture, caption in zip(axes, np.moveaxis(weights, -1, 0), captions, strict=True):
        drawn = axis.imshow(picture, cmap="PuOr_r", vmin=-largest, vmax=largest)
        axis.set_title(caption, fontsize=8)
        axis.axis("off")
    figure.colorbar(drawn, ax=list(axes), label="weight", location="bottom", aspect=60)
    figure.suptitle(title)
    return figure


def stages(named: Mapping[str, np.ndarray], title: str) -> Figure:
    """Draw images before and after each step: a row for each image, a column for each step.

    Args:
        named: The images after each step by its name, numeric (N, H, W, 3), 0 to 255; values
            outside are cut off. Height and width may differ between steps.
        title: What is done to them.

    Raises:
        ValueError: The steps hold different numbers of images, or none.
    """
    steps = {
        name: np.clip(np.rint(np.asarray(images)), 0, 255).astype(np.uint8)
        for name, images in named.items()
    }
    counts = {len(images) for images in steps.values()}
    if len(counts) != 1 or counts == {0}:
        raise ValueError(
            f"Each step must hold the same images; there are {sorted(counts)} of them."
        )
    rows = counts.pop()
    figure = Figure(figsize=(1.2 * len(steps), 1.1 * rows + 0.6), layout="constrained")
    axes = figure.subplots(rows, len(steps), squeeze=False)
    for column, (name, images) in enumerate(steps.items()):
        for row, image in enumerate(images):
            axes[row, column].imshow(image)
            axes[row, column].axis("off")
        axes[0, column].set_title(name, fontsize=9)
    figure.suptitle(title)
    return figure


def filters(kernels: Mapping[str, np.ndarray], title: str, most: int = 12) -> Figure:
    """Draw the first filters of convolutions on colour images, a row a kernel, on one scale.

    Args:
        kernels: float (height, width, 3, filters) by name, such as before and after a training.
        title: Of which layer they are.
        most: How many filters to show.

    Raises:
        ValueError: A kernel is not one of a layer on colour images.
    """
    for name, kernel in kernels.items():
        if np.ndim(kernel) != 4 or np.shape(kernel)[2] != 3:
            raise ValueError(
                f"The kernel '{name}' has the shape {np.shape(kernel)}. Only the first convolution "
                "on colour images, (height, width, 3, filters), can be shown in colours."
            )
    largest = max(float(np.abs(kernel).max()) for kernel in kernels.values()) or 1.0
    count = min(most, *(np.shape(kernel)[3] for kernel in kernels.values()))
    figure = Figure(figsize=(0.7 * count + 1.2, 0.75 * len(kernels) + 0.6), layout="constrained")
    axes = figure.subplots(len(kernels), count, squeeze=False)
    for row, (name, kernel) in enumerate(kernels.items()):
        for column in range(count):
            axis = axes[row, column]
            axis.imshow(0.5 + 0.5 * np.asarray(kernel)[..., column] / largest)
            axis.set(xticks=[], yticks=[])
            if row == 0:
                axis.set_title(f"{column}", fontsize=8)
        axes[row, 0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=9)
    figure.suptitle(f"{title} (mid-grey is 0)")
    return figure


def activations(image: np.ndarray, maps: np.ndarray, title: str, most: int = 7) -> Figure:
    """Draw an image and the activations of a layer's first filters for it, on one scale.

    Args:
        image: uint8 (H, W, 3), or (H, W, 1) for grey.
        maps: float (height, width, filters), the layer's activations for this image.
        title: Of which layer they are.
        most: How many maps to show.
    """
    shown = np.asarray(maps)[..., :most]
    columns = shown.shape[-1] + 1
    figure = Figure(figsize=(1.25 * columns + 0.6, 1.9), layout="constrained")
    axes = figure.subplots(1, columns)
    axes[0].imshow(image.squeeze(), **({"cmap": "gray"} if image.shape[-1] == 1 else {}))
    axes[0].set_title("image", fontsize=9)
    scale = {"vmin": float(min(0, shown.min())), "vmax": float(shown.max()) or 1.0}
    for index, axis in enumerate(axes[1:]):
        drawn = axis.imshow(shown[..., index], cmap="cividis", **scale)
        axis.set_title(f"filter {index}", fontsize=9)
    for axis in axes:
        axis.axis("off")
    figure.colorbar(drawn, ax=list(axes), label="activation")
    figure.suptitle(title)
    return figure


def mistakes(
    images: np.ndarray,
    labels: np.ndarray,
    scores: np.ndarray,
    classes: Sequence[str],
    title: str,
    count: int = 10,
) -> Figure:
    """Draw the images that a network gets wrong and is surest about, the surest first.

    Args:
        images: uint8 (N, H, W, C).
        labels: int (N,).
        scores: float (N, K), logits.
        classes: K names.
        title: Whose mistakes they are.
        count: How many to show, at most.

    Returns:
        The figure; each image has its true class, the predicted one, and the probability of that.
        Where nothing is wrong, the figure says so.
    """
    chosen, probability = surest_mistakes(labels, scores)
    chosen = chosen[:count]
    if not len(chosen):
        figure = Figure(figsize=(7, 1.2))
        figure.suptitle(title)
        figure.text(0.5, 0.3, "There are no mistakes among these images.", ha="center")
        return figure
    predicted = np.asarray(scores).argmax(axis=1)
    captions = [
        f"{classes[labels[i]]}\nnot {classes[predicted[i]]}\n{100 * probability[i]:.0f} %"
        for i in chosen
    ]
    return image_grid(images[chosen], captions, title)


def surest_mistakes(labels: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the wrong images, in falling order of the predicted class' probability.

    Args:
        labels: int (N,).
        scores: float (N, K), logits; an image with one that is not finite is left out.

    Returns:
        int (M,) indices of wrong images, and float (N,) the probability of each image's predicted
        class, 0 to 1; NaN where a score is not finite.
    """
    scores = np.asarray(scores, dtype=float)
    finite = np.isfinite(scores).all(axis=1)
    probability = np.full(len(scores), np.nan)
    shifted = scores[finite] - scores[finite].max(axis=1, keepdims=True, initial=-np.inf)
    probability[finite] = 1 / np.exp(shifted).sum(axis=1)
    wrong = np.flatnonzero(finite & (scores.argmax(axis=1) != labels))
    return wrong[np.argsort(-probability[wrong], kind="stable")], probability
