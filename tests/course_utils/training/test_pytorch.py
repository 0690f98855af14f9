"""The lines of 08_your_variant for those who come from PyTorch, with weights of PyTorch."""

import re

import keras
import numpy as np
import pytest

from autograder.authoring.rehearse import notebook

pytestmark = pytest.mark.slow


@pytest.fixture
def lines():
    """The code that the notebook shows below its question about PyTorch."""
    texts = [cell.source for cell in notebook("08_your_variant", {}).cells]
    text = next(text for text in texts if "Coming from PyTorch?" in text)
    return re.search(r"Coming from PyTorch\?.*?```python\n(.*?)```", text, re.DOTALL)[1]


@pytest.fixture
def torch_network():
    """Two convolutions, one of stride 2, normalised by statistics of its own, and a dense layer."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, padding=1),
        torch.nn.BatchNorm2d(8, momentum=0.1),
        torch.nn.ReLU(),
        torch.nn.Conv2d(8, 16, 3, stride=2, padding=1),
        torch.nn.ReLU(),
        torch.nn.Flatten(),
        torch.nn.Linear(16 * 16 * 16, 10),
    )
    with torch.no_grad():
        network[1].weight.uniform_(0.5, 2)
        network[1].bias.uniform_(-1, 1)
        for _ in range(60):  # until small variances, to which an epsilon is large, are what it has
            network(0.1 * torch.randn(16, 3, 32, 32))
    return network.eval()


def keras_network(epsilon=1e-5, momentum=0.9):
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((32, 32, 3)),
            layers.Conv2D(8, 3, padding="same"),
            layers.BatchNormalization(momentum=momentum, epsilon=epsilon),
            layers.ReLU(),
            layers.ZeroPadding2D(1),
            layers.Conv2D(16, 3, strides=2, padding="valid", activation="relu"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def copied(lines, torch_network, network):
    """The network with the weights of PyTorch's, copied by the notebook's lines."""
    names = {"np": np, "torch_network": torch_network}
    exec(lines, names)
    first, normalised, _, _, second, _, last = network.layers
    names["convolution"](first, "0")
    names["normalisation"](normalised, "1")
    names["convolution"](second, "3")
    names["dense"](last, "6", flattened=(16, 16, 16))
    return network


def logits(torch_network, network):
    """The logits of both networks on the same images."""
    import torch

    images = np.random.default_rng(2).normal(0, 0.1, (5, 32, 32, 3)).astype(np.float32)
    with torch.no_grad():
        theirs = torch_network(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()
    return theirs, network.predict(images, verbose=0)


def test_the_lines_are_about_ten(lines):
    assert 8 <= len(lines.splitlines()) <= 12


def test_a_copied_network_gives_the_same_logits(lines, torch_network):
    theirs, ours = logits(torch_network, copied(lines, torch_network, keras_network()))
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_with_the_epsilon_of_keras_the_logits_differ(lines, torch_network):
    network = copied(lines, torch_network, keras_network(epsilon=1e-3))
    theirs, ours = logits(torch_network, network)
    assert np.abs(ours - theirs).max() > 1e-4


def test_a_dense_layer_after_pooling_needs_no_other_order(lines, torch_network):
    import torch

    names = {"np": np, "torch_network": torch.nn.Sequential(torch.nn.Linear(6, 4))}
    exec(lines, names)
    network = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(4)])
    names["dense"](network.layers[0], "0")
    inputs = np.random.default_rng(3).normal(size=(5, 6)).astype(np.float32)
    with torch.no_grad():
        theirs = names["torch_network"](torch.from_numpy(inputs)).numpy()
    np.testing.assert_allclose(network.predict(inputs, verbose=0), theirs, atol=1e-5)


def test_both_frameworks_move_the_mean_alike(lines, torch_network):
    import torch

    network = copied(lines, torch_network, keras_network())
    images = np.random.default_rng(4).normal(2, 3, (8, 32, 32, 3)).astype(np.float32)
    torch_network.train()
    torch_network(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
    network(images, training=True)
    theirs = torch_network[1].running_mean.numpy()
    np.testing.assert_allclose(np.asarray(network.layers[1].moving_mean), theirs, atol=1e-3)
