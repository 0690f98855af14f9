"""The fast recipe starts where it says, climbs and falls as it says, and keeps the network."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10, cifar10_input, training
from tests.benchmarks import recipes

PICTURES = np.random.default_rng(0).integers(0, 256, (300, 32, 32, 3), np.uint8)


def blurred(images):
    """Neighbouring pixels that are alike, as those of photographs are."""
    padded = np.pad(images.astype(np.float32), ((0, 0), (1, 1), (1, 1), (0, 0)), "edge")
    shifted = [padded[:, y : y + 32, x : x + 32] for y in range(3) for x in range(3)]
    return np.mean(shifted, axis=0).astype(np.uint8)


def test_the_network_is_the_tutorials():
    fast, tutorial = recipes.fast_tutorial_cnn(PICTURES, 0), cifar10.inference()
    assert [w.shape for w in fast.weights] == [w.shape for w in tutorial.weights]
    assert fast.count_params() == 1_068_298
    assert len(fast.losses) == 2


def test_the_network_begins_by_guessing():
    logits = recipes.fast_tutorial_cnn(PICTURES, 0)(np.zeros((2, 24, 24, 3), np.float32))
    np.testing.assert_array_equal(logits, 0)


def test_a_seed_fixes_the_initial_weights():
    first, again, other = (recipes.fast_tutorial_cnn(PICTURES, seed) for seed in (1, 1, 2))
    kernel = [model.get_layer("conv2").kernel.numpy() for model in (first, again, other)]
    np.testing.assert_array_equal(kernel[0], kernel[1])
    assert np.abs(kernel[0] - kernel[2]).max() > 0.01


def test_whitening_filters_give_uncorrelated_outputs_of_variance_one():
    images = cifar10_input.per_image_standardization(blurred(PICTURES)).numpy()
    kernel = recipes.whitening_filters(images, 3, 3, 20)
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), axis=(1, 2))
    outputs = np.einsum("nyxcij,ijcf->nyxf", windows, kernel[..., :10]).reshape(-1, 10)
    covariance = outputs.T @ outputs / len(outputs)
    off_diagonal = covariance - np.diag(np.diag(covariance))
    assert np.abs(off_diagonal).max() < 0.01
    # The strongest direction is far above PATCH_NOISE, the tenth is damped a little by it.
    assert np.diag(covariance)[0] == pytest.approx(1, abs=0.01)
    assert np.all(np.diff(np.diag(covariance)) <= 1e-3)


def test_each_whitening_filter_comes_with_its_negative():
    kernel = recipes.whitening_filters(np.random.default_rng(0).normal(size=(50, 9, 9, 1)), 5, 1, 8)
    assert kernel.shape == (5, 5, 1, 8)
    np.testing.assert_array_equal(kernel[..., 4:], -kernel[..., :4])


def test_the_learning_rate_climbs_then_falls_to_zero():
    rates = np.array([float(recipes.Triangle(0.5, 100)(step)) for step in range(101)])
    assert rates[:20] == pytest.approx(0.5 * (np.arange(20) + 0.5) / 20)
    assert rates[20:100] == pytest.approx(0.5 * (80 - np.arange(80) - 0.5) / 80)
    assert rates[100] == 0


@pytest.mark.parametrize(("steps", "warm_up"), [(0, 0.2), (10, 0), (10, 1)])
def test_an_impossible_triangle_is_refused(steps, warm_up):
    with pytest.raises(ValueError, match="impossible"):
        recipes.Triangle(0.1, steps, warm_up)


def test_the_triangle_survives_saving():
    schedule = recipes.Triangle(0.1, 10, 0.3)
    assert recipes.Triangle.from_config(schedule.get_config()).get_config() == schedule.get_config()


def test_fast_inputs_are_crops_near_the_centre_and_mirror_images_only():
    one = blurred(PICTURES[:1])
    batches = recipes.fast_inputs(one, np.array([3]), 16, seed=0)
    images, _ = next(iter(batches))
    windows = [one[:, y : y + 24, x : x + 24] for y in range(2, 7) for x in range(2, 7)]
    crops = np.concatenate(windows + [crop[:, :, ::-1] for crop in windows])
    possible = cifar10_input.per_image_standardization(crops).numpy()
    for image in images.numpy():
        assert np.abs(possible - image).max(axis=(1, 2, 3)).min() < 1e-5


def after_a_step(optimizer, gradient):
    kernel = keras.Variable(np.array([[2.0]], np.float32))
    bias = keras.Variable(np.array([2.0], np.float32))
    optimizer.build([kernel, bias])
    optimizer.apply([gradient * tf.ones((1, 1)), gradient * tf.ones(1)])
    return float(kernel.numpy()[0, 0]), float(bias.numpy()[0])


def test_kernels_decay_through_their_gradient_and_biases_do_not():
    kernel, bias = after_a_step(recipes.NesterovSGD(0.1, 0.5, kernel_decay=0.25), 0.0)
    # Nesterov's first step is (1 + momentum) times the gradient, here 0.25 * 2.
    assert kernel == pytest.approx(2 - 0.1 * 1.5 * 0.5)
    assert bias == 2


def test_biases_learn_faster_by_their_factor():
    kernel, bias = after_a_step(recipes.NesterovSGD(0.01, 0.5, bias_factor=64), 1.0)
    assert kernel == pytest.approx(2 - 0.01 * 1.5)
    assert bias == pytest.approx(2 - 64 * 0.01 * 1.5, rel=1e-5)


@pytest.mark.parametrize("wide", [False, True])
def test_orthogonal_steps_are_as_long_in_every_direction(wide):
    uneven = np.random.default_rng(0).normal(size=(27, 16)) * np.geomspace(1, 0.1, 16)
    step = recipes.orthogonalized(tf.constant(uneven.T if wide else uneven, tf.float32))
    before, after = (np.linalg.svd(one, compute_uv=False) for one in (uneven, step))
    assert before.max() / before.min() > 10
    assert 0.6 < after.min() < after.max() < 1.3


def test_an_orthogonal_step_of_nothing_is_nothing():
    np.testing.assert_array_equal(recipes.orthogonalized(tf.zeros((3, 2))), 0)


def test_muon_moves_convolutions_by_orthogonal_steps_and_keeps_their_size():
    rng = np.random.default_rng(0)
    kernel = keras.Variable(rng.normal(size=(3, 3, 2, 8)).astype(np.float32))
    before = kernel.numpy() * np.sqrt(8) / np.linalg.norm(kernel)
    optimizer = recipes.Muon(0.1, 0.5, convolution_factor=0.5)
    optimizer.build([kernel])
    gradient = rng.normal(size=kernel.shape).astype(np.float32)
    optimizer.apply([tf.constant(gradient)])
    moved = (before - kernel.numpy()).reshape(-1, 8) / (0.1 * 0.5)
    left, _, right = np.linalg.svd(gradient.reshape(-1, 8), full_matrices=False)
    assert np.abs(moved - left @ right).max() < 0.3
    assert np.sum(moved * (left @ right)) / np.linalg.norm(moved) / np.sqrt(8) > 0.95


def test_muon_moves_everything_else_as_nesterovs_momentum_does():
    expected = after_a_step(recipes.NesterovSGD(0.1, 0.5, 0.25, 4.0), 1.0)
    assert after_a_step(
        recipes.Muon(0.1, 0.5, 0.25, 4.0, convolution_factor=0.08), 1.0
    ) == pytest.approx(expected)


@pytest.mark.parametrize("decay", [1e-4, 1e-2])
def test_decay_goes_through_adams_scaling(decay):
    # Its first step is the learning rate, whatever the size of the gradient.
    after = after_a_step(recipes.DecayingAdam(0.1, decay, epsilon=1e-12), 0.0)
    assert after == pytest.approx((1.9, 1.9), rel=1e-4)


@pytest.mark.parametrize(
    "optimizer",
    [
        recipes.NesterovSGD(recipes.Triangle(0.1, 10), 0.8, 0.01, 4.0),
        recipes.Muon(recipes.Triangle(0.1, 10), 0.8, 0.01, 4.0, convolution_factor=0.08),
        recipes.DecayingAdam(recipes.Triangle(0.1, 10), 0.01),
    ],
)
def test_an_optimizer_survives_a_new_start(optimizer):
    again = type(optimizer).from_config(optimizer.get_config())
    assert again.get_config() == optimizer.get_config()


def test_the_recipe_trains(tmp_path):
    labels = np.arange(300) % 10
    run = training.fit(
        recipes.fast_tutorial_cnn(PICTURES, 0),
        recipes.fast_inputs(PICTURES, labels, 8, seed=0),
        max_steps=3,
        run_dir=tmp_path / "fast.run",
        data="noise",
        images=300,
        batch_size=8,
        optimizer=recipes.fast_optimizer(3),
        step_maker=recipes.fast_step,
        progress=False,
    )
    assert run.finished
    # Guessing costs ln 10, and the decay of local3 and local4 comes on top.
    assert run.losses[0][1] > 2.3
