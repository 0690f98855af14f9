"""Parameters and multiply-adds of any Keras model, and a sentence for what cannot be counted."""

import keras
import pytest
from keras import layers

from course_utils import cifar10, models
from course_utils.models import costs
from course_utils.models.costs import TraceError, trace

GOLDEN = {
    "conv1": (4_864, 2_764_800),
    "conv2": (102_464, 14_745_600),
    "local3": (885_120, 884_736),
    "local4": (73_920, 73_728),
    "softmax_linear": (1_930, 1_920),
}


def by_name(model, **shape):
    return {one.name: one for one in costs.per_layer(model, **shape)}


def alone(layer, *shape):
    """The multiply-adds of one layer on an input of one shape."""
    return costs.multiply_adds(keras.Sequential([keras.Input(shape), layer]))


def test_the_tutorial_network_has_the_golden_costs():
    model = cifar10.inference()
    assert costs.parameters(model) == 1_068_298
    assert costs.multiply_adds(model) == 18_470_784
    found = by_name(model)
    assert {k: found[k][3:5] for k in GOLDEN} == GOLDEN
    assert all(one.multiply_adds == 0 for name, one in found.items() if name not in GOLDEN)


def test_its_locally_connected_top_has_the_golden_costs():
    model = cifar10.inference(top="locally")
    assert costs.parameters(model) == 2_112_970
    assert costs.multiply_adds(model) == 19_512_576


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (layers.Conv1D(4, 3), (10, 5), 8 * 3 * 5 * 4),
        (layers.Conv2D(4, (3, 2), strides=2, padding="same"), (9, 8, 6), 5 * 4 * 3 * 2 * 6 * 4),
        (layers.Conv2D(4, 3, groups=2), (9, 8, 6), 7 * 6 * 9 * 3 * 4),
        (layers.Conv2D(4, 3, dilation_rate=2), (9, 8, 6), 5 * 4 * 9 * 6 * 4),
        (layers.Conv3D(2, 2), (4, 5, 6, 3), 3 * 4 * 5 * 8 * 3 * 2),
        (layers.Conv2DTranspose(4, 3, strides=2), (5, 6, 7), 5 * 6 * 9 * 7 * 4),
        (layers.DepthwiseConv2D(3, depth_multiplier=2), (9, 8, 6), 7 * 6 * 9 * 6 * 2),
        (layers.DepthwiseConv1D(3), (9, 6), 7 * 3 * 6),
        (layers.SeparableConv2D(5, 3), (9, 8, 6), 7 * 6 * (9 * 6 + 6 * 5)),
        (layers.Dense(7), (9, 8, 6), 9 * 8 * 6 * 7),
        (layers.Dense(7), (6,), 42),
        (layers.BatchNormalization(), (4, 4, 3), 0),
        (layers.Embedding(100, 4), (6,), 0),
        (layers.MaxPooling2D(2), (4, 4, 3), 0),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, keras.layers.Layer) else "",
)
def test_each_layer_is_counted_as_by_hand(layer, shape, expected):
    assert alone(layer, *shape) == expected


def test_a_shared_layer_works_each_time_and_holds_its_weights_once():
    shared = layers.Dense(4, name="shared")
    inputs = keras.Input((4,))
    model = keras.Model(inputs, shared(shared(inputs)))
    first, second = costs.per_layer(model)
    assert (first.parameters, second.parameters) == (20, 0)
    assert (first.multiply_adds, second.multiply_adds) == (16, 16)
    assert "counted above" in second.note


def test_nested_models_are_opened_and_a_stem_of_any_size_is_measured_where_it_is_used():
    stem = keras.Sequential([layers.Conv2D(4, 3, name="conv")], name="stem")
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, layers.Flatten()(stem(inputs)))
    assert by_name(model)["stem/conv"].multiply_adds == 36 * 27 * 4
    assert costs.multiply_adds(model) == 36 * 27 * 4


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__(name="own")
        self.conv = layers.Conv2D(4, 3, name="conv")

    def call(self, images):
        return self.conv(images) * 2.0


def test_a_subclassed_model_is_counted_once_it_says_or_is_told_its_input():
    with pytest.raises(TraceError, match="input_shape="):
        costs.multiply_adds(Subclassed())
    assert costs.multiply_adds(Subclassed(), (8, 8, 3)) == 36 * 27 * 4
    model = Subclassed()
    model(keras.ops.zeros((2, 6, 6, 3)))
    assert costs.multiply_adds(model) == 16 * 27 * 4


def test_weights_that_no_call_reaches_are_named():
    model = Subclassed()
    model.spare = layers.Dense(2, name="spare")
    model.spare.build((None, 3))
    last = costs.per_layer(model, (8, 8, 3))[-1]
    assert last.parameters == 8
    assert "spare" in last.note
    with pytest.raises(costs.CostError, match="No call of a layer reaches these weights"):
        costs.multiply_adds(model, (8, 8, 3))


class Scaled(layers.Layer):
    """Has weights, and does what nobody can see with them."""

    def build(self, shape):
        self.scale = self.add_weight(name="scale", shape=(shape[-1],))

    def call(self, x):
        return x * self.scale


@pytest.mark.parametrize("layer", [Scaled(), layers.TimeDistributed(layers.Dense(4))])
def test_unknown_layers_get_a_sentence_instead_of_a_silent_zero(layer):
    model = keras.Sequential([keras.Input((5, 3)), layer, layers.Dense(2)])
    with pytest.raises(costs.CostError, match="has weights"):
        costs.multiply_adds(model)
    kind = type(layer).__name__
    text = costs.table(model)
    assert "?" in text
    assert f"{kind} has weights, but what it does with them cannot be counted" in text


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (layers.LSTM(5), (7, 3)),
        (layers.Bidirectional(layers.SimpleRNN(5)), (7, 3)),
        (layers.EinsumDense("...x,xy->...y", output_shape=3), (4, 5, 6)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, keras.layers.Layer) else "",
)
def test_layers_that_no_network_of_the_course_has_are_said_to_be_missing(layer, shape):
    model = keras.Sequential([keras.Input(shape), layer])
    found = costs.per_layer(model)
    assert sum(one.parameters for one in found) == model.count_params()
    assert "cannot be counted" in " ".join(one.note for one in found)
    with pytest.raises(costs.CostError, match="cannot be counted"):
        costs.multiply_adds(model)


def test_products_of_activations_are_said_to_be_missing():
    inputs = keras.Input((5, 8))
    model = keras.Model(inputs, layers.MultiHeadAttention(2, 4)(inputs, inputs))
    found = costs.per_layer(model)
    assert sum(one.parameters for one in found) == model.count_params()
    assert "multiplies activations" in " ".join(one.note for one in found)


def test_the_rows_sum_to_the_whole_for_every_model_of_the_course():
    for build in (cifar10.inference, models.small_cnn, models.residual_cnn):
        model = build()
        found = costs.per_layer(model)
        assert sum(one.parameters for one in found) == costs.parameters(model)
        assert model.count_params() == costs.parameters(model)


def test_a_model_for_images_of_any_size_asks_for_one():
    model = keras.Sequential([keras.Input((None, None, 3)), layers.Conv2D(2, 3)])
    with pytest.raises(TraceError, match="inputs of any size"):
        costs.multiply_adds(model)
    assert costs.multiply_adds(model, (5, 5, 3)) == 9 * 27 * 2


def test_a_model_that_does_not_fit_its_input_says_so():
    model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(2, 3)])
    with pytest.raises(TraceError, match="does not run on inputs of shape"):
        costs.multiply_adds(model, (8, 8, 5))


def test_several_inputs_are_followed():
    one, two = keras.Input((3,), name="one"), keras.Input((4,), name="two")
    model = keras.Model({"one": one, "two": two}, layers.Concatenate()([layers.Dense(2)(one), two]))
    assert costs.multiply_adds(model) == 6


def test_a_model_without_weights_yet_is_refused():
    with pytest.raises(costs.CostError, match="no weights yet"):
        costs.parameters(keras.Sequential([layers.Dense(3)]))


def test_counting_changes_nothing():
    before = keras.layers.Layer.__call__
    model = models.small_cnn()
    nodes = [len(layer._inbound_nodes) for layer in model.layers]
    costs.per_layer(model)
    assert keras.layers.Layer.__call__ is before
    assert [len(layer._inbound_nodes) for layer in model.layers] == nodes


def test_calls_know_whose_results_they_take():
    model = models.residual_cnn()
    calls = trace(model)
    names = [call.name for call in calls]
    taken = {source.name for source in calls[names.index("block1_add")].sources}
    assert taken == {"stage1_relu", "block1_2_norm"}
    assert calls[names.index("stem_conv")].sources == ()
    assert calls[0].inner


def test_the_table_ends_with_the_totals():
    lines = costs.table(cifar10.inference()).splitlines()
    assert lines[-1].split() == ["total", "1,068,298", "18,470,784"]
    assert len({len(line) for line in lines}) == 1
