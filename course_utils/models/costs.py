"""What a network costs: its parameters, and the multiply-adds of one image on its way through.

A *multiply-add* is one product of an activation and a weight, added to a sum; a computer needs two
floating-point operations for it. Counted are the layers' linear maps: convolutions, dense and
locally connected layers. By the custom of the literature, adding a bias, an activation, pooling and
normalisation count nothing. Products with the zeros around an image (SAME padding) are counted like
all others.

What cannot be counted gets a sentence and never a silent 0: unknown layers that have weights, and
layers that multiply activations with one another. Operations outside of layers are not seen.

:func:`trace` finds out which layers a model calls, in what order, on tensors of what shape. A model
is traced once, as a TensorFlow graph of one image, and every call of a layer is written down. So
functional, sequential and subclassed models, nested ones and shared layers are all seen in the same
way, and nothing is computed.
"""

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from course_utils.errors import CourseError, first_line
from course_utils.layers import LocallyConnected2D

layers = keras.layers
# Layers that work through their parts by means of their own, which no call shows.
OPAQUE = (keras.layers.RNN, keras.layers.TimeDistributed)


class TraceError(CourseError):
    """A model cannot be traced; the message says what is missing."""


@dataclass
class LayerCall:
    """One call of a layer while a model works on one image.

    Attributes:
        layer: What was called.
        name: Its name, after those of the layers and models that hold it: ``block1/conv1``.
        input_shapes: Of its tensors, with the batch axis, whose size is 1.
        output_shapes: The same of what it returned.
        inner: Whether it called other layers in turn.
        sources: The calls whose results it took, in order; empty for the model's input. Filled in
            for calls that are not ``inner``.
    """

    layer: keras.layers.Layer
    name: str
    input_shapes: "list[Shape]"
    output_shapes: "list[Shape]" = field(default_factory=list)
    inner: bool = False
    sources: "tuple[LayerCall, ...]" = ()


Count = Callable[[LayerCall], int]
Shape = tuple[int | None, ...]


class CostError(CourseError):
    """A total cannot be given; the message names the layers that cannot be counted."""


class LayerCost(NamedTuple):
    """The cost of one call of one layer.

    Attributes:
        name: The layer's name, after those of what holds it.
        kind: Its class.
        output_shape: Of one image, without the batch axis; empty where there is none.
        parameters: Its weights' numbers, trained or not; 0 where an earlier call counted them.
        multiply_adds: Of this call, or ``None`` where they cannot be counted.
        note: A sentence about what was not counted, or counted before; mostly empty.
        call: The call itself; ``None`` where no call reaches the weights.
    """

    name: str
    kind: str
    output_shape: tuple[int | None, ...]
    parameters: int
    multiply_adds: int | None
    note: str = ""
    call: LayerCall | None = None


def per_layer(model: keras.Model, input_shape: Sequence[int] | None = None) -> list[LayerCost]:
    """Return the cost of each layer of a model, in the order in which one image meets them.

    A layer that is called twice has two entries: its multiply-adds count each time, its parameters
    once. A layer that holds others has none, unless it has weights of its own. A last entry stands
    for weights that no call reaches.

    Args:
        model: Any Keras model.
        input_shape: Of its input without the batch axis, where the model does not say it.

    Returns:
        One entry a call.

    Raises:
        TraceError: The model does not run, or does not say what its input is.
    """
    calls = trace(model, input_shape)
    found: list[LayerCost] = []
    counted: set[int] = set()  # weights of earlier entries
    for call in calls:
        own = _own_weights(call)
        if call.inner and not own and not isinstance(call.layer, ACTIVATION_PRODUCTS):
            continue
        new = [w for w in own if id(w) not in counted]
        counted.update(id(w) for w in new)
        amount, note = _count(call, bool(own))
        if own and not new:
            note = " ".join(filter(None, ("Its weights were counted above.", note)))
        shape = call.output_shapes[0][1:] if len(call.output_shapes) == 1 else ()
        kind = type(call.layer).__name__
        found.append(LayerCost(call.name, kind, shape, _numbers(new), amount, note, call))
    rest = [w for w in model.weights if id(w) not in counted]
    if rest:
        note = (
            f"No call of a layer reaches these weights: {', '.join(w.path for w in rest[:4])}. If "
            "anything is done with them, it cannot be counted."
        )
        found.append(LayerCost("not called", "-", (), _numbers(rest), None, note))
    return found


def parameters(model: keras.Model) -> int:
    """Count the numbers in a model's weights, trained or not; a shared layer counts once.

    Raises:
        CostError: The model has not been built, so it has no weights yet.
    """
    if not model.built:
        raise CostError(f"{model.name} has no weights yet. LayerCall it once on a batch of images.")
    return _numbers(model.weights)


def multiply_adds(model: keras.Model, input_shape: Sequence[int] | None = None) -> int:
    """Count the multiply-adds that one image takes on its way through a model.

    Args:
        model: Any Keras model.
        input_shape: Of its input without the batch axis, where the model does not say it.

    Raises:
        CostError: Some layer cannot be counted; ``per_layer`` counts the others.
        TraceError: The model does not run, or does not say what its input is.
    """
    found = per_layer(model, input_shape)
    unknown = [one.note for one in found if one.multiply_adds is None]
    if unknown:
        raise CostError(" ".join(unknown))
    return sum(one.multiply_adds or 0 for one in found)


def table(model: keras.Model, input_shape: Sequence[int] | None = None) -> str:
    """Return the costs of each layer and in total as a text of aligned columns.

    Layers that cannot be counted show a question mark; sentences below the table say why.
    """
    found = per_layer(model, input_shape)
    known = [one.multiply_adds for one in found if one.multiply_adds is not None]
    total = f"{sum(known):,}" + (" + ?" if len(known) < len(found) else "")
    rows = [("layer", "output", "parameters", "multiply-adds")]
    for one in found:
        shape = " × ".join(map(str, one.output_shape)) or "-"
        amount = "?" if one.multiply_adds is None else f"{one.multiply_adds:,}"
        rows.append((one.name, shape, f"{one.parameters:,}", amount))
    rows.append(("total", "", f"{sum(one.parameters for one in found):,}", total))
    width = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{name:<{width[0]}}  {shape:<{width[1]}}  {held:>{width[2]}}  {work:>{width[3]}}".rstrip()
        for name, shape, held, work in rows
    ]
    rule = "-" * (sum(width) + 6)
    notes = [f"{one.name}: {one.note}" for one in found if one.note]
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1], *notes])


def _own_weights(call: LayerCall) -> list[keras.Variable]:
    """Return a layer's weights without those of the layers that it holds, if it calls any."""
    if not call.inner:
        return call.layer.weights
    parts = call.layer._flatten_layers(include_self=False)
    held = {id(weight) for part in parts for weight in part.weights}
    return [weight for weight in call.layer.weights if id(weight) not in held]


def _numbers(weights: list[keras.Variable]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


# ---- one call ------------------------------------------------------------------------------------


def _count(call: LayerCall, has_weights: bool) -> tuple[int | None, str]:
    """Count the multiply-adds of one call; return None and a sentence if they are unknown."""
    kind = type(call.layer).__name__
    if isinstance(call.layer, ACTIVATION_PRODUCTS):
        return None, f"{kind} multiplies activations with one another, which is not counted."
    if call.inner:
        return None, f"What {kind} does with weights of its own cannot be counted."
    for types, count in COUNTS:
        if isinstance(call.layer, types):
            shapes = [*call.input_shapes, *call.output_shapes]
            if any(None in shape for shape in shapes):
                return None, f"The sizes of {call.name} are not known before it runs."
            return count(call), ""
    if not has_weights:
        return 0, ""
    return None, f"{kind} has weights, but what it does with them cannot be counted."


def _places(layer: keras.layers.Layer, shape: Shape) -> int:
    """Count the positions of an image of shape (1, ...)."""
    first = layer.data_format == "channels_first"
    return _product(shape[2:] if first else shape[1:-1])


def _product(shape: Shape) -> int:
    """Multiply sizes, none of which is unknown: calls of unknown sizes are not counted."""
    return math.prod(size for size in shape if size is not None)


def _convolution(call: LayerCall) -> int:
    # A kernel has the shape (*size, channels of one group, filters): all of it works everywhere.
    return _places(call.layer, call.output_shapes[0]) * _numbers([call.layer.kernel])


def _transposed(call: LayerCall) -> int:
    return _places(call.layer, call.input_shapes[0]) * _numbers([call.layer.kernel])


def _separable(call: LayerCall) -> int:
    kernels = [call.layer.depthwise_kernel, call.layer.pointwise_kernel]
    return _places(call.layer, call.output_shapes[0]) * _numbers(kernels)


def _dense(call: LayerCall) -> int:
    return _product(call.output_shapes[0][:-1]) * _numbers([call.layer.kernel])


def _locally_connected(call: LayerCall) -> int:
    return _numbers([call.layer.kernel])  # each weight works at one position, once


# The first that fits counts; those without a linear map come first.
NOTHING = (
    layers.BatchNormalization,
    layers.LayerNormalization,
    layers.GroupNormalization,
    layers.RMSNormalization,
    layers.Normalization,
    layers.PReLU,
    layers.Embedding,
)
ACTIVATION_PRODUCTS = (
    layers.Dot,
    layers.Attention,
    layers.AdditiveAttention,
    layers.MultiHeadAttention,
    layers.GroupQueryAttention,
)
COUNTS: tuple[tuple[tuple[type, ...], Count], ...] = (
    (NOTHING, lambda call: 0),
    ((LocallyConnected2D,), _locally_connected),
    ((layers.SeparableConv1D, layers.SeparableConv2D), _separable),
    ((layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose), _transposed),
    ((layers.Conv1D, layers.Conv2D, layers.Conv3D), _convolution),
    ((layers.DepthwiseConv1D, layers.DepthwiseConv2D), _convolution),
    ((layers.Dense,), _dense),
)


# ---- calls of layers -----------------------------------------------------------------------------


def trace(model: keras.Model, input_shape: Sequence[int] | None = None) -> list[LayerCall]:
    """Return the calls of a model's layers on one image, in order; the first is the model's own.

    Args:
        model: Any Keras model or layer.
        input_shape: Of its input, without the batch axis; needed where the model leaves sizes open
            or, like a subclassed one, does not say what it takes. Such a model may have one input.

    Returns:
        One entry for each call; a layer that is called twice occurs twice. Operations that are no
        layers do not occur.

    Raises:
        TraceError: The input's shape is not known, or the model does not run on it.
    """
    specifications = _specifications(model, input_shape)
    if not all(layer.built for layer in model._flatten_layers()):
        _run(model, specifications)  # Keras calls layers while it builds; those are not counted
    recorder = _Recorder()
    with recorder.listening():
        _run(model, specifications)
    recorder.connect()
    return recorder.calls


def _run(model: keras.Model, specifications: Any) -> None:
    """Run a model once as a TensorFlow graph, without computing anything.

    Raises:
        TraceError: It does not run.
    """
    traced = tf.function(lambda inputs: model(inputs, training=False), autograph=False)
    try:
        traced.get_concrete_function(specifications)
    except CourseError:
        raise
    except Exception as error:
        shapes = [tuple(one.shape) for one in tf.nest.flatten(specifications)]
        raise TraceError(
            f"{model.name} does not run on inputs of shape {shapes}: {first_line(error)}"
        ) from error


def _specifications(model: keras.Model, input_shape: Sequence[int] | None) -> Any:
    """Return a model's inputs as tensor specifications of one image."""
    if input_shape is not None:
        return tf.TensorSpec((1, *input_shape), keras.config.floatx())
    inputs = getattr(model, "inputs", None)
    if not inputs:
        known = getattr(model, "_build_shapes_dict", None) or {}
        shapes = [shape for shape in known.values() if isinstance(shape, tuple)]
        if len(shapes) != 1 or len(known) != 1 or None in shapes[0][1:]:
            raise TraceError(
                f"{model.name} does not say what shape its input has. Hand it over, without the "
                "batch axis: input_shape=(24, 24, 3)."
            )
        return tf.TensorSpec((1, *shapes[0][1:]), keras.config.floatx())
    if any(None in tuple(one.shape)[1:] for one in inputs):
        raise TraceError(
            f"{model.name} takes inputs of any size: {[tuple(one.shape) for one in inputs]}. "
            "Choose one, without the batch axis: input_shape=(24, 24, 3)."
        )
    structure = inputs[0] if isinstance(model, keras.Sequential) else model.input
    return tf.nest.map_structure(
        lambda one: tf.TensorSpec((1, *one.shape[1:]), one.dtype, name=None), structure
    )


class _Recorder:
    """A recorder of the calls of layers while it listens."""

    def __init__(self) -> None:
        self.calls: list[LayerCall] = []
        self._open: list[int] = []  # places of the calls that have not returned
        self._deaf = 0  # how many opaque layers are at work
        self._tensors: list[tuple[list[Any], list[Any]]] = []  # what each call took and returned

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Record each call of a layer inside a ``with``; the last to listen hears it first."""
        original: Callable[..., Any] = keras.layers.Layer.__call__

        def call(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> Any:
            return self._record(original, layer, args, kwargs)

        keras.layers.Layer.__call__ = call
        try:
            yield
        finally:
            keras.layers.Layer.__call__ = original

    def _record(
        self,
        original: Callable[..., Any],
        layer: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        if self._deaf:
            return original(layer, *args, **kwargs)
        if self._open:
            self.calls[self._open[-1]].inner = True
        path = [self.calls[place].layer.name for place in self._open[1:]]
        taken = _tensors((args, kwargs))
        place = len(self.calls)
        self.calls.append(LayerCall(layer, "/".join([*path, layer.name]), _shapes(taken)))
        self._tensors.append((taken, []))
        self._open.append(place)
        opaque = isinstance(layer, OPAQUE)
        self._deaf += opaque
        try:
            result = original(layer, *args, **kwargs)
        finally:
            self._open.pop()
            self._deaf -= opaque
        returned = _tensors(result)
        self.calls[place].output_shapes = _shapes(returned)
        self._tensors[place][1].extend(returned)
        return result

    def connect(self) -> None:
        """Set the sources of each call, found by going back through the graph."""
        made: dict[int, int] = {}  # the last call so far that gave a tensor
        for place, call in enumerate(self.calls):
            if call.inner:
                continue
            taken, given = self._tensors[place]
            own = {id(tensor) for tensor in given}
            # A layer that does nothing, such as dropout when predicting, gives what it took.
            taken = [one for one in taken if id(one) not in own] or taken
            call.sources = tuple(self.calls[one] for one in _sources(taken, made))
            made |= dict.fromkeys(own, place)


def _sources(taken: list[Any], made: dict[int, int]) -> tuple[int, ...]:
    """Return the places of the calls that led to some tensors, with no other call in between."""
    found, seen, waiting = set(), set(), list(taken)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        if id(tensor) in made:
            found.add(made[id(tensor)])
        else:
            waiting.extend(getattr(getattr(tensor, "op", None), "inputs", ()))
    return tuple(sorted(found))


def _tensors(structure: Any) -> list[Any]:
    return [one for one in keras.tree.flatten(structure) if tf.is_tensor(one)]


def _shapes(tensors: list[Any]) -> list[tuple[int | None, ...]]:
    return [tuple(one.shape) for one in tensors]
