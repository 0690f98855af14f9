"""Right answers to the tasks of ``04_model``, and those of some foreseen mistakes."""

import numpy as np
from course_utils.checks import layers, steps, variables
from course_utils.checks.mistakes import PREFIX
from course_utils.checks.softmax_tops import CHANGED, enlarged
from course_utils.checks.weight_decays import LAYERS
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exchange import Arrays


def mistakes(answers: Arrays) -> Arrays:
    """Return what mistakes give, under the names that an expectation holds them by."""
    return {PREFIX + name: np.asarray(value, np.float32) for name, value in answers.items()}


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return the probabilities of float64 logits."""
    exponentials = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


# ---- lrn_channels_first --------------------------------------------------------------------------


def lrn_channels_first(question: Arrays) -> Arrays:
    """Return the normalised activations for both radii, and what mistakes give."""
    x = question["activations"].astype(np.float64)
    radius, wide = int(question["radius"]), int(question["wide radius"])
    bias, alpha, beta = (float(question[name]) for name in ("bias", "alpha", "beta"))

    def power(sums: np.ndarray) -> np.ndarray:
        return (bias + alpha * sums) ** beta

    sums = _sums(x**2, radius, radius)
    turned = np.moveaxis(_sums(np.moveaxis(x**2, 3, 1), radius, radius), 1, 3)
    rolled = sum(np.roll(x**2, step, axis=1) for step in range(-radius, radius + 1))
    padded = np.pad(x**2, ((0, 0), (radius, radius), (0, 0), (0, 0)), mode="edge")
    empty = sums.copy()
    empty[:, :radius] = 0
    half = radius // 2
    changing = x.copy()
    for c in range(x.shape[1]):
        window = changing[:, max(c - radius, 0) : c + radius + 1]
        changing[:, c] /= power((window**2).sum(axis=1))
    return {
        "normalised": x / power(sums),
        "wide": x / power(_sums(x**2, wide, wide)),
        **mistakes(
            {
                "channels last": x / power(turned),
                "narrow": x / power(_sums(x**2, half, half)),
                "upper end": x / power(_sums(x**2, radius, radius - 1)),
                "not squared": x / power(_sums(x, radius, radius)),
                "divided": x / power(sums / (2 * radius + 1)),
                "root": x / np.sqrt(bias + alpha * sums),
                "multiplied": x * power(sums),
                "no bias": x / (alpha * sums) ** beta,
                "squared sum": x / power(_sums(x, radius, radius) ** 2),
                "power of the sum": x / (bias + alpha * sums**beta),
                "neighbours alone": x / power(sums - x**2),
                "in place": changing,
                "wraps": x / power(rolled),
                "repeats": x / power(_sums(padded, radius, radius)[:, radius:-radius]),
                "empty": x / power(empty),
            }
        ),
    }


def _sums(x: np.ndarray, before: int, after: int) -> np.ndarray:
    """Return sums over a window of axis 1 that ends where the channels do."""
    channels = x.shape[1]
    return np.stack(
        [x[:, max(c - before, 0) : c + after + 1].sum(axis=1) for c in range(channels)], axis=1
    )


# ---- max_pool ------------------------------------------------------------------------------------


def max_pool(question: Arrays) -> Arrays:
    """Return pooled images and what mistakes give; other paddings than VALID keep the size."""
    tiled, tile = question["tiled"], int(question["tile"])
    image, size, stride = question["image"], int(question["size"]), int(question["stride"])
    windows = sliding_window_view(tiled, (tile, tile), axis=(0, 1))[::tile, ::tile]
    pooled = windows.max(axis=(-2, -1))
    totals = [max((-(-side // stride) - 1) * stride + size - side, 0) for side in image.shape[:2]]
    half = [total // 2 for total in totals]
    rows, columns = pooled.shape[:2]
    return {
        "pooled tiles": pooled,
        "pooled gaps": _pooled(tiled, tile - 1, tile, [0, 0]),
        "pooled": _pooled(image, size, stride, half),
        "pooled negative": _pooled(question["negative"], size, stride, half),
        **mistakes(
            {
                "mean": windows.mean(axis=(-2, -1)),
                "no stride": sliding_window_view(tiled, (tile, tile), axis=(0, 1))[
                    :rows, :columns
                ].max(axis=(-2, -1)),
                "negative padding": _pooled(tiled[1:, 1:], tile - 1, tile, [0, 0]),
                "one channel": np.broadcast_to(pooled.max(axis=-1, keepdims=True), pooled.shape),
                "transposed": pooled.transpose(1, 0, 2),
                "valid": sliding_window_view(image, (size, size), axis=(0, 1))[
                    ::stride, ::stride
                ].max(axis=(-2, -1)),
                "more before": _pooled(image, size, stride, [-(-t // 2) for t in totals]),
                "all after": _pooled(image, size, stride, [0, 0]),
                "all before": _pooled(image, size, stride, totals),
                "half a window": _pooled(image, size, stride, [size // 2, size // 2]),
                "stride as size": _pooled(image, stride, stride, [0, 0]),
            }
        ),
    }


def _pooled(image: np.ndarray, size: int, stride: int, before: list[int]) -> np.ndarray:
    """Pool ceil(side / stride) windows a side, the first one ``before`` pixels outside."""
    rows, columns = (-(-side // stride) for side in image.shape[:2])
    widths = [(start, size + stride) for start in before]
    padded = np.pad(image.astype(np.float64), (*widths, (0, 0)), constant_values=-np.inf)
    windows = sliding_window_view(padded, (size, size), axis=(0, 1))[::stride, ::stride]
    return windows[:rows, :columns].max(axis=(-2, -1))


# ---- conv_cost -----------------------------------------------------------------------------------


def conv_cost(question: Arrays) -> Arrays:
    """Return parameters and multiply-adds with both paddings."""
    names = ("height", "width", "channels", "filters", "size", "stride")
    height, width, channels, filters, size, stride = (int(question[name]) for name in names)
    weights = size * size * channels * filters
    same = -(-height // stride) * -(-width // stride)
    valid = ((height - size) // stride + 1) * ((width - size) // stride + 1)
    parameters = np.array(weights + filters, np.float64)
    return {
        "parameters": parameters,
        "parameters valid": parameters,
        "multiply adds": np.array(same * weights, np.float64),
        "multiply adds valid": np.array(valid * weights, np.float64),
    }


# ---- LocallyConnected1D --------------------------------------------------------------------------


def LocallyConnected1D(question: Arrays) -> Arrays:
    """Return outputs, gradients, and the outputs of layers that differ in one point."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    kernel, bias = values["kernel"], values["bias"]
    inputs = question["inputs"].astype(np.float64)
    positions, size, channels, filters = kernel.shape
    starts = np.arange(positions) * int(question["stride"])
    places = starts[:, None] + np.arange(size)  # (positions, size)

    def sums(windows: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
        return np.einsum("npsc,pscf->npf", windows, kernel) + bias

    windows = inputs[:, places]
    before = sums(windows, kernel, bias)
    back = question["cotangent"] * (before > 0)
    to_inputs = np.zeros_like(inputs)
    shares = np.einsum("npf,pscf->npsc", back, kernel)
    for position, place in enumerate(places):
        to_inputs[:, place] += shares[:, position]
    first = np.broadcast_to(kernel[:1], kernel.shape)
    mixed = kernel.reshape(positions, channels, size, filters).transpose(0, 2, 1, 3)
    dense = inputs[:, np.arange(positions)[:, None] + np.arange(size)]
    wrong = {
        "shared": sums(windows, first, bias),
        "no bias": sums(windows, kernel, 0 * bias),
        "one bias": sums(windows, kernel, bias[:1]),
        "channels before size": sums(windows, mixed, bias),
        "reversed": sums(windows[:, :, ::-1], kernel, bias),
        "stride of 1": sums(dense, kernel, bias),
    }
    return {
        layers.OUTPUTS: np.maximum(before, 0),
        layers.gradient("inputs"): to_inputs,
        layers.gradient("kernel"): np.einsum("npsc,npf->pscf", windows, back),
        layers.gradient("bias"): back.sum(axis=0),
        **mistakes({name: np.maximum(value, 0) for name, value in wrong.items()}),
        **mistakes({"linear": before, "bias last": np.maximum(before - bias, 0) + bias}),
    }


# ---- probability_model ---------------------------------------------------------------------------


def probability_model(question: Arrays) -> Arrays:
    """Return probabilities before and after the variables change, and those of large logits."""
    inputs = question["inputs"].astype(np.float64)

    def logits_of(values: Arrays) -> np.ndarray:
        w1, b1, w2, b2 = (values[name].astype(np.float64) for name in steps.NAMES)
        return np.tanh(inputs @ w1 + b1) @ w2 + b2

    logits = logits_of(variables.stated(question))
    after = logits_of({name: question[CHANGED + name] for name in steps.NAMES})
    right = softmax(logits)
    return {
        "probabilities": right,
        "probabilities after": softmax(after),
        "logits after": after,
        "large": softmax(logits_of(variables.stated(enlarged(question)))),
        **mistakes(
            {
                "none": logits,
                "double": softmax(right),
                "batch": softmax(logits, axis=0),
                "sigmoid": 1 / (1 + np.exp(-logits)),
                "logarithm": np.log(right),
                "copied": right,
            }
        ),
    }


# ---- weight_decay_loss ---------------------------------------------------------------------------


def weight_decay_loss(question: Arrays) -> Arrays:
    """Return the loss, its gradients, and the losses under other rules."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    labels, decay = question["labels"], float(question["decay"])
    named = [f"{layer}/kernel" for layer in question["names"]]
    entropy, logits, gradients = _cross_entropy(
        values, question["inputs"].astype(np.float64), labels
    )
    half = {name: (value**2).sum() / 2 for name, value in values.items()}
    kernels = [f"{layer}/kernel" for layer in LAYERS]
    penalty = decay * sum(half[name] for name in named)
    biases = decay * sum(half[name.replace("kernel", "bias")] for name in named)
    rows = np.arange(len(labels))
    # Keras clips what it takes for probabilities, then divides them by their sum.
    clipped = np.clip(logits, 1e-7, 1 - 1e-7)
    clipped /= clipped.sum(axis=1, keepdims=True)
    again = -np.log(softmax(softmax(logits))[rows, labels]).mean()
    return {
        "loss": np.array(entropy + penalty),
        **{
            layers.gradient(name): gradient + decay * values[name] * (name in named)
            for name, gradient in gradients.items()
        },
        **mistakes({f"plain {name}": gradient for name, gradient in gradients.items()}),
        **mistakes(
            {
                "no decay": entropy,
                "all kernels": entropy + decay * sum(half[name] for name in kernels),
                "biases": entropy + penalty + biases,
                "everything": entropy + decay * sum(half.values()),
                "not halved": entropy + 2 * penalty,
                "quartered": entropy + penalty / 2,
                "summed": len(labels) * entropy + penalty,
                "first only": entropy + decay * half[named[0]],
                "last only": entropy + decay * half[named[-1]],
                "tutorial's": entropy + decay * sum(half[name] for name in kernels[:2]),
                "tutorial's decay": entropy + 0.004 / decay * penalty,
                "probabilities": -np.log(clipped[rows, labels]).mean() + penalty,
                "double softmax": again + penalty,
            }
        ),
    }


def _cross_entropy(
    values: Arrays, inputs: np.ndarray, labels: np.ndarray
) -> tuple[float, np.ndarray, Arrays]:
    """Return mean cross-entropy, logits and gradients of dense layers with tanh between them."""
    activations = [inputs]
    for layer in LAYERS:
        sums = activations[-1] @ values[f"{layer}/kernel"] + values[f"{layer}/bias"]
        activations.append(sums if layer == LAYERS[-1] else np.tanh(sums))
    logits, rows = activations[-1], np.arange(len(labels))
    back = softmax(logits)
    entropy = -np.log(back[rows, labels]).mean()
    back[rows, labels] -= 1
    back /= len(labels)
    gradients: Arrays = {}
    for layer, taken in zip(LAYERS[::-1], activations[-2::-1], strict=True):
        gradients[f"{layer}/kernel"] = taken.T @ back
        gradients[f"{layer}/bias"] = back.sum(axis=0)
        back = (back @ values[f"{layer}/kernel"].T) * (1 - taken**2)  # unused at the input
    return entropy, logits, gradients
