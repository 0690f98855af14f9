"""Batch normalisation in one operation gives what Keras' own layer gives."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils.layers import BatchNormalization

NUMBERS = np.random.default_rng(0).normal(2, 3, (64, 5, 6, 8)).astype(np.float32)


def pair(**settings):
    """Ours and Keras' own, with the same weights, which say something."""
    made = [cls(**settings) for cls in (BatchNormalization, keras.layers.BatchNormalization)]
    rng = np.random.default_rng(1)
    for layer in made:
        layer.build(NUMBERS.shape)
    values = [rng.uniform(0.5, 2, weight.shape) for weight in made[0].weights]
    for layer in made:
        layer.set_weights(values)
    return made


def learn(layer, images):
    with tf.GradientTape() as tape:
        images = tf.constant(images)
        tape.watch(images)
        outputs = layer(images, training=True)
        loss = tf.reduce_sum(tf.cast(outputs, tf.float32) ** 3)
    weights = [weight.value for weight in layer.trainable_variables]
    return outputs, tape.gradient(loss, [images, *weights])


@pytest.mark.parametrize("settings", [{}, {"scale": False}, {"center": False}, {"axis": 3}])
def test_values_and_gradients_are_those_of_keras(settings):
    ours, theirs = (learn(layer, NUMBERS) for layer in pair(**settings))
    np.testing.assert_allclose(ours[0], theirs[0], atol=2e-5)
    for own, due in zip(ours[1], theirs[1], strict=True):
        np.testing.assert_allclose(own, due, atol=1e-4 * np.abs(due).max())


def test_moving_statistics_follow_as_keras_has_them():
    ours, theirs = pair(momentum=0.7)
    for _ in range(3):
        ours(NUMBERS, training=True)
        theirs(NUMBERS, training=True)
    count = NUMBERS[..., 0].size
    np.testing.assert_allclose(ours.moving_mean, theirs.moving_mean, rtol=1e-5)
    np.testing.assert_allclose(ours.moving_variance, theirs.moving_variance, rtol=1.5 / count)


def test_predictions_use_the_moving_statistics():
    ours, theirs = pair()
    before = [weight.numpy() for weight in ours.weights]
    np.testing.assert_allclose(ours(NUMBERS), theirs(NUMBERS), rtol=1e-5, atol=1e-5)
    for weight, was in zip(ours.weights, before, strict=True):
        np.testing.assert_array_equal(weight.numpy(), was)


def test_a_frozen_layer_learns_nothing_and_uses_the_moving_statistics():
    ours, theirs = pair()
    ours.trainable = theirs.trainable = False
    np.testing.assert_allclose(
        ours(NUMBERS, training=True), theirs(NUMBERS, training=True), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize("images", [NUMBERS[:, 0, 0], NUMBERS.astype(np.float64)])
def test_what_the_operation_does_not_take_goes_keras_way(images):
    dtype = images.dtype.name
    ours, theirs = (
        cls(dtype=dtype) for cls in (BatchNormalization, keras.layers.BatchNormalization)
    )
    np.testing.assert_array_equal(ours(images, training=True), theirs(images, training=True))


def test_half_precision_keeps_its_dtype_and_comes_close():
    layer = BatchNormalization(dtype="mixed_bfloat16")
    outputs = layer(NUMBERS, training=True)
    assert outputs.dtype == tf.bfloat16
    assert layer.moving_mean.dtype == "float32"
    due = keras.layers.BatchNormalization()(NUMBERS, training=True)
    np.testing.assert_allclose(tf.cast(outputs, tf.float32), due, atol=0.05)


def test_a_saved_model_comes_back(tmp_path):
    model = keras.Sequential([keras.Input((5, 6, 8)), BatchNormalization(momentum=0.5)])
    model(NUMBERS, training=True)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again(NUMBERS), model(NUMBERS), rtol=1e-6)
    assert type(again.layers[0]) is BatchNormalization
