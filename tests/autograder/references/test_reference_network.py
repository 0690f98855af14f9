"""The reference variant starts as it says, and its distortion moves and mirrors."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.references import reference_network
from course_utils.training.steps import make_step

IMAGES = np.random.default_rng(0).normal(size=(100, 32, 32, 3)).astype(np.float32)


def test_the_network_gives_ten_small_logits_and_does_not_train_its_first_filters():
    network = reference_network.network(IMAGES)
    logits = network(IMAGES[:4]).numpy()
    assert logits.shape == (4, 10)
    assert np.abs(logits).max() < 3
    trained = [variable.path for variable in network.trainable_variables]
    assert "whitening/kernel" not in trained
    assert "whitening_bias/bias" in trained


def test_a_convolution_hands_its_input_on_before_it_has_learnt_anything():
    kernel = reference_network.network(IMAGES).get_layer("group2_2_conv").kernel.numpy()
    width = reference_network.WIDTHS[1]
    np.testing.assert_array_equal(kernel[1, 1], np.eye(width))
    assert np.abs(kernel).sum() == width


def test_the_distortion_moves_by_at_most_two_pixels_and_mirrors_half():
    rng = np.random.default_rng(0)
    one = rng.integers(0, 256, (1, 32, 32, 3), np.uint8)
    padded = np.pad(one[0], ((2, 2), (2, 2), (0, 0)), "reflect")
    windows = [padded[y : y + 32, x : x + 32] for y in range(5) for x in range(5)]
    plain = {window.tobytes() for window in windows}
    mirrored = {window[:, ::-1].tobytes() for window in windows}
    many = [
        image.tobytes() for image in reference_network.distort(np.repeat(one, 400, axis=0), rng)
    ]
    assert set(many) == plain | mirrored
    assert 140 < sum(image in mirrored for image in many) < 260


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_gelu_and_its_gradient_are_those_of_keras(dtype):
    x = tf.cast(tf.linspace(-6.0, 6.0, 1_001), dtype)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        ours, theirs = reference_network.gelu(x), keras.ops.gelu(x, approximate=True)
    slopes = [tape.gradient(one, x) for one in (ours, theirs)]
    tolerance = 1e-5 if dtype == "float32" else 0.03
    for own, due in ((ours, theirs), slopes):
        assert own.dtype == x.dtype
        np.testing.assert_allclose(tf.cast(own, "float32"), tf.cast(due, "float32"), atol=tolerance)


def test_in_sixteen_bits_whitening_and_logits_keep_thirty_two():
    network = reference_network.network(IMAGES, dtype="mixed_bfloat16")
    assert network(IMAGES[:2]).dtype == tf.float32
    assert network.get_layer("whitening").compute_dtype == "float32"
    assert network.get_layer("group1_1_conv").compute_dtype == "bfloat16"
    assert {variable.dtype for variable in network.trainable_variables} == {"float32"}


@pytest.mark.parametrize(("policy", "tolerance"), [("float32", 1e-5), ("mixed_bfloat16", 0.02)])
def test_a_convolution_of_small_maps_and_its_gradients_are_those_of_keras(policy, tolerance):
    rng = np.random.default_rng(0)
    maps = tf.constant(rng.normal(size=(2, 7, 5, 4)), "float32")
    found = []
    for kind in (reference_network.Convolution, keras.layers.Conv2D):
        layer = kind(6, 3, padding="same", use_bias=False, dtype=policy)
        layer.build(maps.shape)
        layer.kernel.assign(np.random.default_rng(1).normal(size=layer.kernel.shape))
        with tf.GradientTape() as tape:
            tape.watch(maps)
            convolved = layer(maps)
            loss = tf.reduce_sum(convolved**2)
        found.append([convolved, *tape.gradient(loss, [maps, layer.kernel.value])])
    for ours, theirs in zip(*found, strict=True):
        assert ours.dtype == theirs.dtype
        size = tf.reduce_max(tf.abs(theirs))
        np.testing.assert_allclose(ours / size, theirs / size, atol=tolerance)


def test_muon_keeps_the_size_of_the_kernels_that_it_trains():
    network = reference_network.network(IMAGES, reference_network.NARROW)
    optimizer = reference_network.muon(steps=10, batch_size=16)
    optimizer.build(network.trainable_variables)
    step = make_step(network, optimizer, None)
    for _ in range(2):
        step(tf.constant(IMAGES[:16]), tf.range(16) % 10, False)
    kernel = network.get_layer("group3_2_conv").kernel.numpy()
    assert np.linalg.norm(kernel) == pytest.approx(np.sqrt(128), rel=0.01)
    assert np.abs(kernel[0]).max() > 0  # filters that began as the identity have moved
