"""The tutorial's network is the published one; the ladder fits every image size."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10, models

TRUNCATED = 0.8796  # sd of a normal cut at two sd, in units of the normal's sd


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(1)
    return cifar10.inference()


@pytest.fixture(scope="module")
def standardised():
    return np.random.default_rng(0).normal(size=(64, 24, 24, 3)).astype(np.float32)


def test_it_has_1068298_parameters_in_ten_variables(network):
    assert network.count_params() == 1_068_298
    assert len(network.trainable_variables) == 10


@pytest.mark.parametrize(
    ("name", "shape", "parameters"),
    [
        ("conv1", (24, 24, 64), 4_864),
        ("pool1", (12, 12, 64), 0),
        ("norm1", (12, 12, 64), 0),
        ("conv2", (12, 12, 64), 102_464),
        ("norm2", (12, 12, 64), 0),
        ("pool2", (6, 6, 64), 0),
        ("local3", (384,), 885_120),
        ("local4", (192,), 73_920),
        ("softmax_linear", (10,), 1_930),
    ],
)
def test_every_layer_has_the_published_output_and_parameters(network, name, shape, parameters):
    layer = network.get_layer(name)
    assert layer.output.shape[1:] == shape
    assert layer.count_params() == parameters


def test_the_layers_stand_in_the_published_order(network):
    names = [layer.name for layer in network.layers if layer.name not in ("images", "flatten")]
    assert " ".join(names) == ("conv1 pool1 norm1 conv2 norm2 pool2 local3 local4 softmax_linear")


def test_forward_multiply_adds_are_18470784(network):
    total = 0
    for layer in network.layers:
        if layer.count_params():
            kernel = int(np.prod(layer.kernel.shape))
            total += kernel * int(np.prod(layer.output.shape[1:-1]))
    assert total == 18_470_784


@pytest.mark.parametrize(
    ("name", "stddev", "bias"),
    [
        ("conv1", 0.05, 0.0),
        ("conv2", 0.05, 0.1),
        ("local3", 0.04, 0.1),
        ("local4", 0.04, 0.1),
        ("softmax_linear", 1 / 192, 0.0),
    ],
)
def test_initial_values_are_truncated_normal_and_constant(network, name, stddev, bias):
    layer = network.get_layer(name)
    kernel = layer.kernel.numpy()
    assert np.abs(kernel).max() <= 2 * stddev * (1 + 1e-6)
    tolerance = 5 / np.sqrt(kernel.size)
    assert kernel.std() == pytest.approx(TRUNCATED * stddev, rel=tolerance)
    assert np.abs(kernel.mean()) < 5 * stddev / np.sqrt(kernel.size)
    np.testing.assert_array_equal(layer.bias, np.full(layer.bias.shape, bias, np.float32))


def test_decay_lies_on_the_kernels_of_local3_and_local4_only(network):
    expected = [
        0.004 * np.sum(network.get_layer(name).kernel.numpy().astype(np.float64) ** 2) / 2
        for name in ("local3", "local4")
    ]
    assert [float(loss) for loss in network.losses] == pytest.approx(expected, rel=1e-5)


def test_decay_at_initialisation_is_the_golden_number(network):
    local3, local4 = (float(loss) for loss in network.losses)
    assert local3 == pytest.approx(2.1906, abs=0.02)
    assert local4 == pytest.approx(0.1825, abs=0.005)


def test_initial_activations_have_the_golden_fractions_of_zeros(network, standardised):
    # The golden fractions are those of photographs; noise has other ones in the convolutions, so
    # this smooths it to something photograph-like first.
    smooth = tf.nn.avg_pool2d(standardised, 5, 1, "SAME").numpy()
    smooth -= smooth.mean(axis=(1, 2, 3), keepdims=True)
    smooth /= smooth.std(axis=(1, 2, 3), keepdims=True)
    names = ("conv1", "conv2", "local3", "local4")
    activations = keras.Model(network.input, [network.get_layer(name).output for name in names])
    zeros = [float(np.mean(np.equal(a, 0))) for a in activations(smooth)]
    assert zeros == pytest.approx([0.51, 0.45, 0.44, 0.43], abs=0.06)


def test_initial_logits_are_small(network, standardised):
    assert np.std(network(standardised)) == pytest.approx(0.03, abs=0.02)


def test_the_same_seed_builds_the_same_network():
    kernels = []
    for seed in (5, 5, 6):
        keras.utils.set_random_seed(seed)
        kernels.append(cifar10.inference().get_layer("conv2").kernel.numpy())
    np.testing.assert_array_equal(kernels[0], kernels[1])
    assert not np.array_equal(kernels[0], kernels[2])


def test_two_layers_of_one_network_start_differently():
    block = models.residual_cnn()
    kernels = [block.get_layer(f"block1_{i}_conv").kernel.numpy() for i in (1, 2)]
    assert not np.array_equal(*kernels)


@pytest.mark.parametrize("size", [24, 28, 32])
def test_the_tutorial_network_takes_other_sizes(size):
    model = cifar10.inference(image_size=size, channels=1, num_classes=7)
    assert model(np.zeros((2, size, size, 1), np.float32)).shape == (2, 7)


LADDER = [models.softmax_regression, models.fully_connected, models.small_cnn, models.residual_cnn]


@pytest.mark.parametrize("build", LADDER)
@pytest.mark.parametrize("shape", [(32, 32, 3), (24, 24, 3), (28, 28, 1), (17, 13, 2)])
def test_every_model_of_the_ladder_gives_finite_logits_for_every_size(build, shape):
    model = build(shape, num_classes=4)
    logits = model(np.random.default_rng(0).normal(size=(3, *shape)).astype(np.float32))
    assert logits.shape == (3, 4)
    assert logits.dtype == tf.float32
    assert np.all(np.isfinite(logits))


def test_the_ladder_has_the_stated_parameters():
    assert [build().count_params() for build in LADDER[:3]] == [30_730, 820_874, 60_362]


def test_softmax_regression_is_linear():
    model = models.softmax_regression()
    model.layers[-1].kernel.assign(np.random.default_rng(0).normal(size=(3072, 10)))
    x = np.random.default_rng(1).normal(size=(1, 32, 32, 3)).astype(np.float32)
    np.testing.assert_allclose(model(2 * x), 2 * model(x), rtol=1e-4, atol=1e-3)


def test_a_residual_block_with_a_silent_branch_passes_its_input_on():
    model = models.residual_cnn()
    for layer in model.layers:
        if layer.name.startswith("block2") and layer.name.endswith("_conv"):
            layer.kernel.assign(tf.zeros_like(layer.kernel))
    parts = keras.Model(
        model.input,
        [model.get_layer("stage2_relu").output, model.get_layer("block2_relu").output],
    )
    before, after = parts(np.random.default_rng(0).normal(size=(2, 32, 32, 3)).astype(np.float32))
    np.testing.assert_allclose(before, after, atol=1e-6)


@pytest.mark.parametrize("build", [cifar10.inference, *LADDER])
def test_weights_can_be_saved_and_loaded(build, tmp_path):
    first, second = build(), build()
    first.save_weights(tmp_path / "model.weights.h5")
    second.load_weights(tmp_path / "model.weights.h5")
    for a, b in zip(first.weights, second.weights, strict=True):
        np.testing.assert_array_equal(a, b)
