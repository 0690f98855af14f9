"""Pictures of what goes into a network and what is inside: images on their way, filters, maps.

Each function returns a figure for :func:`course_utils.plots.show`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from course_utils import plots


def stages(named: Mapping[str, np.ndarray], title: str) -> Figure:
    """Images before and after each step of their way: a row an image, a column a step.

    Args:
        named: The images after each step by its name, numeric (N, H, W, 3), 0 to 255; what lies
            beyond is cut off. Height and width may differ between steps.
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
    """The first filters of convolutions on colour images, a row for each kernel, on one scale.

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
    """An image and what the first filters of a layer make of it, on one scale.

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
    """The images that a network gets wrong and is surest about, the surest first.

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
    return plots.image_grid(images[chosen], captions, title)


def surest_mistakes(labels: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which images are wrong, in falling order of the predicted class' probability.

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
