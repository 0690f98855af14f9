"""A locally connected layer: Conv2D with tied kernels, and no sharing without."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10
from course_utils.layers import LocallyConnected2D

CASES = [
    {"kernel_size": 3, "strides": 1, "padding": "valid"},
    {"kernel_size": (2, 3), "strides": (2, 1), "padding": "same"},
    {"kernel_size": (3, 2), "strides": 3, "padding": "same"},
    {"kernel_size": 4, "strides": 2, "padding": "valid"},
]


def images(shape=(2, 7, 9, 3), seed=0):
    return tf.constant(np.random.default_rng(seed).normal(size=shape), tf.float32)


def built(shape=(2, 7, 9, 3), **arguments):
    layer = LocallyConnected2D(5, **arguments)
    layer(images(shape))
    return layer


@pytest.mark.parametrize("case", CASES)
def test_with_all_kernels_tied_it_equals_a_convolution(case):
    x, tied = images(), keras.layers.Conv2D(5, **case, activation="relu")
    expected = tied(x)
    layer = LocallyConnected2D(5, **case, activation="relu")
    assert layer(x).shape == expected.shape
    layer.kernel.assign(tf.broadcast_to(tied.kernel, layer.kernel.shape))
    np.testing.assert_allclose(layer(x), expected, rtol=1e-5, atol=1e-5)


def test_one_positions_kernel_changes_that_position_only():
    layer, x = built(kernel_size=3, padding="same"), images()
    before = layer(x).numpy()
    kernel = layer.kernel.numpy()
    kernel[2, 4] += 1
    layer.kernel.assign(kernel)
    changed = np.abs(layer(x).numpy() - before).max(axis=(0, 3)) > 0
    assert np.argwhere(changed).tolist() == [[2, 4]]


def test_each_position_and_filter_has_a_bias_of_its_own():
    layer, x = built(kernel_size=3), images()
    assert layer.bias.shape == (5, 7, 5)
    values = np.random.default_rng(1).normal(size=(5, 7, 5)).astype(np.float32)
    before = layer(x).numpy()
    layer.bias.assign(values)
    np.testing.assert_allclose(layer(x) - before, np.stack([values] * 2), atol=1e-5)


def test_shifting_the_input_does_not_shift_the_output():
    x = images()
    shifted = tf.roll(x, 1, axis=2)
    shared = keras.layers.Conv2D(5, 3)
    np.testing.assert_allclose(shared(shifted)[:, :, 1:], shared(x)[:, :, :-1], atol=1e-5)
    layer = built(kernel_size=3)
    assert np.abs(layer(shifted)[:, :, 1:] - layer(x)[:, :, :-1]).max() > 0.1


def test_gradients_agree_with_finite_differences():
    layer = built((1, 3, 4, 2), kernel_size=2, activation="tanh", dtype="float64")
    x = tf.cast(images((1, 3, 4, 2)), tf.float64)

    def output(x, kernel, bias):
        layer.kernel.assign(kernel)
        layer.bias.assign(bias)
        return layer(x)

    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(layer(x))
    gradients = tape.gradient(total, [x, layer.kernel.value, layer.bias.value])
    values = [x.numpy(), layer.kernel.numpy(), layer.bias.numpy()]
    for place, gradient in enumerate(gradients):
        index = tuple(side // 2 for side in values[place].shape)
        ends = []
        for step in (1e-5, -1e-5):
            moved = [value.copy() for value in values]
            moved[place][index] += step
            ends.append(float(tf.reduce_sum(output(*moved))))
        assert (ends[0] - ends[1]) / 2e-5 == pytest.approx(float(gradient[index]), rel=1e-5)


@pytest.mark.parametrize("start", ["glorot_normal", "he_normal", "lecun_normal"])
def test_initialisers_see_one_window(start):
    layer = LocallyConnected2D(40, 3, kernel_initializer=start)
    layer.build((None, 12, 12, 30))
    shared = keras.layers.Conv2D(40, 3, kernel_initializer=start)
    shared.build((None, 12, 12, 30))
    ratio = layer.kernel.numpy().std() / shared.kernel.numpy().std()
    assert ratio == pytest.approx(1, abs=0.05)
    kernel = layer.kernel.numpy()
    assert np.abs(np.corrcoef(kernel[0, 0].ravel(), kernel[0, 1].ravel())[0, 1]) < 0.1


def test_it_is_saved_and_loaded_with_all_its_settings(tmp_path):
    inputs = keras.Input((6, 5, 2))
    layer = LocallyConnected2D(
        3,
        (3, 2),
        strides=(1, 2),
        padding="same",
        activation="tanh",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        bias_initializer=keras.initializers.Constant(0.1),
        kernel_regularizer=keras.regularizers.L2(0.002),
        bias_regularizer="l1",
    )
    model = keras.Model(inputs, layer(inputs))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = images((2, 6, 5, 2))
    np.testing.assert_array_equal(model(x), again(x))
    assert again.layers[1].get_config() == layer.get_config()
    assert len(model.losses) == len(again.losses) == 2


def test_it_works_without_a_bias_and_in_other_dtypes():
    assert len(built(kernel_size=3, use_bias=False).weights) == 1
    layer = LocallyConnected2D(5, 3, dtype="mixed_bfloat16")
    assert layer(images()).dtype == tf.bfloat16


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"filters": 0, "kernel_size": 3}, "filters must be at least 1"),
        ({"filters": 1, "kernel_size": (3, 3, 3)}, "kernel_size must be one or two"),
        ({"filters": 1, "kernel_size": 3, "strides": 0}, "strides must be one or two"),
        ({"filters": 1, "kernel_size": 3, "padding": "full"}, "padding must be 'valid' or 'same'"),
    ],
)
def test_impossible_settings_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        LocallyConnected2D(**arguments)


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        ((None, None, 4, 3), "known size"),
        ((None, 4, 3), "takes images of shape"),
        ((None, 2, 9, 3), "does not fit"),
    ],
)
def test_impossible_inputs_are_refused(shape, sentence):
    with pytest.raises(ValueError, match=sentence):
        LocallyConnected2D(4, 3).build(shape)


def test_the_tutorial_network_takes_it_as_its_top():
    keras.utils.set_random_seed(1)
    model = cifar10.inference(top="locally")
    local3, local4 = model.get_layer("local3"), model.get_layer("local4")
    assert local3.kernel.shape == (6, 6, 3, 3, 64, 64)
    assert local4.output.shape == (None, 6, 6, 32)
    assert local3.bias.numpy().ravel() == pytest.approx(0.1)
    assert local4.kernel.numpy().std() == pytest.approx(0.04 * 0.88, rel=0.01)
    decay = [0.002 * float(tf.reduce_sum(layer.kernel**2)) for layer in (local3, local4)]
    assert sum(map(float, model.losses)) == pytest.approx(sum(decay), rel=1e-5)


def test_another_top_is_refused():
    with pytest.raises(ValueError, match="top must be 'fully' or 'locally'"):
        cifar10.inference(top="half")
