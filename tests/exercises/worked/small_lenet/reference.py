import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exercises.kit import layers, variables

SIZE = 3


def reference(question):
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    images, cotangent = question["inputs"].astype(np.float64), question["cotangent"]
    windows = sliding_window_view(images, (SIZE, SIZE), axis=(1, 2))  # (N, H, W, C, 3, 3)
    hidden = np.tanh(
        np.einsum("nhwcij,ijcf->nhwf", windows, values["conv1/kernel"]) + values["conv1/bias"]
    )
    count, height, width, filters = hidden.shape
    halves = (count, height // 2, 2, width // 2, 2, filters)
    flat = hidden.reshape(halves).mean(axis=(2, 4)).reshape(count, -1)
    # Backwards: each pooled value spreads over its four, then through tanh.
    pooled = (cotangent @ values["softmax_linear/kernel"].T).reshape(
        count, height // 2, 1, width // 2, 1, filters
    )
    sums = np.broadcast_to(pooled / 4, halves).reshape(hidden.shape) * (1 - hidden**2)
    towards_images = np.zeros_like(images)
    for i in range(SIZE):
        for j in range(SIZE):
            part = sums @ values["conv1/kernel"][i, j].T
            towards_images[:, i : i + height, j : j + width] += part
    return {
        "outputs": flat @ values["softmax_linear/kernel"] + values["softmax_linear/bias"],
        layers.gradient("inputs"): towards_images,
        layers.gradient("conv1/kernel"): np.einsum("nhwcij,nhwf->ijcf", windows, sums),
        layers.gradient("softmax_linear/kernel"): flat.T @ cotangent,
    }
