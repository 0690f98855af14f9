"""Local response normalisation is the stock operation, and weight decay Keras' L2 of the half."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils.layers import LocalResponseNormalization, WeightDecay


def stock(x, depth_radius=4, bias=1.0, alpha=0.001 / 9.0, beta=0.75):
    return tf.nn.local_response_normalization(
        x, depth_radius=depth_radius, bias=bias, alpha=alpha, beta=beta
    )


def images(shape=(3, 5, 6, 64), scale=30.0, seed=0):
    return tf.constant(np.random.default_rng(seed).normal(0, scale, shape), tf.float32)


def test_ones_give_the_golden_values_inside_and_at_the_edge():
    y = LocalResponseNormalization()(tf.ones((1, 1, 1, 64))).numpy().ravel()
    assert y[4:60] == pytest.approx(0.99925066, abs=3e-7)
    assert y[0] == pytest.approx(0.99958354, abs=3e-7)
    assert y[63] == pytest.approx(0.99958354, abs=3e-7)


def test_tens_give_the_golden_value():
    y = LocalResponseNormalization()(tf.fill((1, 1, 1, 64), 10.0)).numpy().ravel()
    assert y[32] == pytest.approx(9.310124, abs=1e-6)


@pytest.mark.parametrize("channels", [1, 3, 8, 9, 64])
def test_values_are_those_of_the_stock_operation(channels):
    x = images((3, 5, 6, channels))
    np.testing.assert_allclose(LocalResponseNormalization()(x), stock(x), rtol=3e-6)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"depth_radius": 0},
        {"depth_radius": 2, "bias": 2.0, "alpha": 0.01, "beta": 0.5},
        {"depth_radius": 100, "beta": 1.0},
    ],
)
def test_gradients_are_those_of_the_stock_operation(parameters):
    x, weights = images(), images(seed=1)
    gradients = []
    for normalize in (LocalResponseNormalization(**parameters), lambda x: stock(x, **parameters)):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.reduce_sum(normalize(x) * weights)
        gradients.append(tape.gradient(y, x))
    np.testing.assert_allclose(*gradients, rtol=1e-4, atol=1e-4)


def test_gradient_agrees_with_finite_differences_in_float64():
    layer = LocalResponseNormalization(depth_radius=2, alpha=0.3, dtype="float64")
    x = tf.constant(np.random.default_rng(2).normal(size=(1, 1, 2, 6)))
    theoretical, numerical = tf.test.compute_gradient(layer, [x])
    np.testing.assert_allclose(theoretical, numerical, rtol=1e-5, atol=1e-7)


def test_each_position_is_normalised_on_its_own():
    layer, x = LocalResponseNormalization(), images((2, 4, 4, 8))
    alone = layer(x[1:2, 2:3, 3:4])
    np.testing.assert_allclose(layer(x)[1, 2, 3], alone[0, 0, 0], rtol=1e-6)


def test_height_and_width_need_not_be_known():
    inputs = keras.Input((None, None, 7))
    model = keras.Model(inputs, LocalResponseNormalization()(inputs))
    assert model(images((2, 3, 9, 7))).shape == (2, 3, 9, 7)


@pytest.mark.parametrize("policy", ["float16", "bfloat16", "float64", "mixed_bfloat16"])
def test_other_dtypes_keep_their_dtype_and_come_close(policy):
    layer, x = LocalResponseNormalization(dtype=policy), images(scale=5.0)
    y = layer(x)
    assert y.dtype == layer.compute_dtype
    np.testing.assert_allclose(tf.cast(y, tf.float32), stock(x), rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize(
    "parameters", [{}, {"depth_radius": 2, "bias": 2, "alpha": 0.3, "beta": 0.5}]
)
def test_bfloat16_changes_values_and_gradients_by_its_rounding_alone(parameters):
    x, weights = (tf.cast(images(seed=seed), tf.bfloat16) for seed in (0, 1))
    found = []
    for dtype in ("bfloat16", "float32"):
        layer, x = LocalResponseNormalization(dtype=dtype, **parameters), tf.cast(x, dtype)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x)
        gradient = tape.gradient(y, x, tf.cast(weights, dtype))
        found.append([tf.cast(one, tf.float32).numpy() for one in (y, gradient)])
    for narrow, wide in zip(*found, strict=True):
        assert np.abs(narrow - wide).max() < 0.01 * np.abs(wide).max()


def test_it_has_no_weights():
    layer = LocalResponseNormalization()
    layer(images())
    assert layer.weights == []


def test_a_saved_model_comes_back_with_its_parameters(tmp_path):
    inputs = keras.Input((2, 2, 5))
    model = keras.Model(inputs, LocalResponseNormalization(3, 2.0, 0.1, 0.6)(inputs))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = images((1, 2, 2, 5))
    np.testing.assert_array_equal(model(x), again(x))
    assert again.layers[1].get_config()["beta"] == 0.6


@pytest.mark.parametrize("shape", [(2, 3), (1, 2, 3, 4, 5)])
def test_other_ranks_are_refused_in_a_sentence(shape):
    with pytest.raises(ValueError, match=r"takes images of shape \(batch, height, width"):
        LocalResponseNormalization()(tf.zeros(shape))


@pytest.mark.parametrize("wrong", [{"depth_radius": -1}, {"bias": 0}, {"alpha": -0.1}])
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must"):
        LocalResponseNormalization(**wrong)


def test_weight_decay_is_half_of_the_sum_of_squares_in_value_and_in_gradient():
    weights = images((7, 5))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(weights)
        decay, stock_decay = WeightDecay(0.004)(weights), keras.regularizers.L2(0.002)(weights)
    assert float(decay) == pytest.approx(float(stock_decay), rel=1e-6)
    np.testing.assert_allclose(
        tape.gradient(decay, weights), tape.gradient(stock_decay, weights), rtol=1e-6
    )


def test_weight_decay_comes_back_with_a_saved_layer():
    layer = keras.layers.Dense(3, kernel_regularizer=WeightDecay(0.004))
    again = keras.layers.Dense.from_config(layer.get_config())
    assert isinstance(again.kernel_regularizer, WeightDecay)
    assert again.kernel_regularizer.wd == 0.004
