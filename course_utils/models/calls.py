"""Which layers a Keras model calls, in what order, on tensors of what shape.

A model is traced once, as a TensorFlow graph of one image, and every call of a layer is written
down. So functional, sequential and subclassed models, nested ones and shared layers are all seen
in the same way, and nothing is computed.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import tensorflow as tf

from course_utils.errors import CourseError

# Layers that work through their parts by means of their own, which no call shows.
OPAQUE = (keras.layers.RNN, keras.layers.TimeDistributed)


class TraceError(CourseError):
    """A model cannot be traced; the message says what is missing."""


@dataclass
class Call:
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
    input_shapes: list[tuple[int | None, ...]]
    output_shapes: list[tuple[int | None, ...]] = field(default_factory=list)
    inner: bool = False
    sources: "tuple[Call, ...]" = ()


def trace(model: keras.Model, input_shape: Sequence[int] | None = None) -> list[Call]:
    """The calls of a model's layers on one image, in order; the model's own call is the first.

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
    """Put a model together as a graph.

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
        said = str(error).strip() or repr(error)
        raise TraceError(
            f"{model.name} does not run on inputs of shape {shapes}: {said.splitlines()[0]}"
        ) from error


def _specifications(model: keras.Model, input_shape: Sequence[int] | None) -> Any:
    """The model's inputs as tensor specifications of one image."""
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
    """Writes down calls of layers while it listens."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._open: list[int] = []  # places of the calls that have not returned
        self._deaf = 0  # how many opaque layers are at work
        self._tensors: list[tuple[list[Any], list[Any]]] = []  # what each call took and returned

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Have every call of a layer written down; the last to listen hears it first."""
        original: Callable[..., Any] = keras.layers.Layer.__call__

        def call(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> Any:
            return self._record(original, layer, args, kwargs)

        keras.layers.Layer.__call__ = call
        try:
            yield
        finally:
            keras.layers.Layer.__call__ = original

    def _record(self, original: Callable[..., Any], layer: Any, args: tuple, kwargs: dict) -> Any:
        if self._deaf:
            return original(layer, *args, **kwargs)
        if self._open:
            self.calls[self._open[-1]].inner = True
        path = [self.calls[place].layer.name for place in self._open[1:]]
        taken = _tensors((args, kwargs))
        place = len(self.calls)
        self.calls.append(Call(layer, "/".join([*path, layer.name]), _shapes(taken)))
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
        """Find out whose results each call took, by going back through the graph."""
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
    """The calls whose results lead to some tensors, with no other call in between."""
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
