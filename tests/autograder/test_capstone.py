"""The reference variant starts as it says, and its distortion moves and mirrors."""

import numpy as np

from autograder.references import capstone

IMAGES = np.random.default_rng(0).normal(size=(100, 32, 32, 3)).astype(np.float32)


def test_the_network_gives_ten_small_logits_and_does_not_train_its_first_filters():
    network = capstone.network(IMAGES)
    logits = network(IMAGES[:4]).numpy()
    assert logits.shape == (4, 10)
    assert np.abs(logits).max() < 3
    trained = [variable.path for variable in network.trainable_variables]
    assert "whitening/kernel" not in trained
    assert "whitening_bias/bias" in trained


def test_a_convolution_hands_its_input_on_before_it_has_learnt_anything():
    kernel = capstone.network(IMAGES).get_layer("group2_2_conv").kernel.numpy()
    width = capstone.WIDTHS[1]
    np.testing.assert_array_equal(kernel[1, 1], np.eye(width))
    assert np.abs(kernel).sum() == width


def test_the_distortion_moves_by_at_most_two_pixels_and_mirrors_half():
    rng = np.random.default_rng(0)
    one = rng.integers(0, 256, (1, 32, 32, 3), np.uint8)
    padded = np.pad(one[0], ((2, 2), (2, 2), (0, 0)), "reflect")
    windows = [padded[y : y + 32, x : x + 32] for y in range(5) for x in range(5)]
    plain = {window.tobytes() for window in windows}
    mirrored = {window[:, ::-1].tobytes() for window in windows}
    many = [image.tobytes() for image in capstone.distort(np.repeat(one, 400, axis=0), rng)]
    assert set(many) == plain | mirrored
    assert 140 < sum(image in mirrored for image in many) < 260
