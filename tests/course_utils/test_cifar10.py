"""Averages ramp up as the tutorial's do, and evaluation can borrow them."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import runs, training
from course_utils.cifar10 import MovingAverages, decay_at


def network():
    return keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2, name="dense")])


@pytest.mark.parametrize(
    ("updates", "decay"),
    [
        (0, 0.1),
        (1, 0.181818),
        (9, 0.526316),
        (90, 0.91),
        (990, 0.991),
        (9_990, 0.9991),
        (89_990, 0.9999),
        (10**7, 0.9999),
    ],
)
def test_the_ramp_has_the_golden_values(updates, decay):
    assert decay_at(updates) == pytest.approx(decay, abs=5e-7)


def test_another_decay_ends_the_ramp_earlier():
    assert decay_at(10**6, 0.9) == 0.9
    assert decay_at(0, 0.05) == 0.05


def test_averages_start_at_the_initial_values():
    variable = tf.Variable([1.0, 2.0])
    np.testing.assert_array_equal(MovingAverages([variable]).values[0], [1, 2])


@pytest.mark.parametrize("decay", [0.9999, 0.3, 0.0])
def test_updates_equal_a_replay_in_numpy(decay):
    generator = np.random.default_rng(0)
    variables = [tf.Variable(tf.zeros((4, 2))), tf.Variable(1.0)]
    moving = MovingAverages(variables, decay)
    expected = [v.numpy().astype(np.float64) for v in variables]
    update = tf.function(moving.update)
    for n in range(30):
        for index, variable in enumerate(variables):
            value = generator.normal(size=variable.shape)
            variable.assign(value)
            keep = min(decay, (1 + n) / (10 + n))
            expected[index] = keep * expected[index] + (1 - keep) * value
        update()
    assert moving.updates.numpy() == 30
    for found, wanted in zip(moving.values, expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


def test_the_average_of_a_rising_value_is_about_its_last_tenth():
    variable = tf.Variable(0.0)
    moving = MovingAverages([variable])
    update = tf.function(moving.update)
    for n in range(2_000):
        variable.assign(float(n))
        update()
    assert 0.88 < moving.values[0] / 2_000 < 0.93


def test_applied_lends_the_averages_and_gives_the_weights_back():
    model = network()
    moving = MovingAverages(model.trainable_variables)
    initial = [v.numpy() for v in model.trainable_variables]
    changed = [v + 1 for v in initial]
    for variable, value in zip(model.trainable_variables, changed, strict=True):
        variable.assign(value)
    with moving.applied(model) as lent:
        assert lent is model
        for variable, value in zip(model.trainable_variables, initial, strict=True):
            np.testing.assert_array_equal(variable, value)
    for variable, value in zip(model.trainable_variables, changed, strict=True):
        np.testing.assert_array_equal(variable, value)


def test_the_weights_come_back_after_an_error_too():
    model = network()
    moving = MovingAverages(model.trainable_variables)
    model.layers[-1].bias.assign([5.0, 5.0])
    with pytest.raises(RuntimeError, match="on purpose"), moving.applied(model):
        raise RuntimeError("on purpose")
    np.testing.assert_array_equal(model.layers[-1].bias, [5, 5])


def test_averages_can_be_lent_to_another_model_of_the_same_shapes():
    first, second = network(), network()
    with MovingAverages(first.trainable_variables).applied(second):
        np.testing.assert_array_equal(second.layers[-1].kernel, first.layers[-1].kernel)


def test_averages_of_another_model_are_refused_in_a_sentence():
    other = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(2)])
    moving = MovingAverages(network().trainable_variables)
    with pytest.raises(ValueError, match="do not belong to the model"), moving.applied(other):
        pass


def test_statistics_of_batch_normalisation_are_not_averaged():
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.BatchNormalization()])
    moving = MovingAverages(model.trainable_variables)
    model.layers[-1].moving_mean.assign([7.0, 7.0, 7.0])
    with moving.applied(model):
        np.testing.assert_array_equal(model.layers[-1].moving_mean, [7, 7, 7])


def test_bfloat16_variables_are_averaged_too():
    variable = tf.Variable([1.0], dtype=tf.bfloat16)
    moving = MovingAverages([variable])
    variable.assign([2.0])
    moving.update()
    assert float(moving.values[0][0]) == pytest.approx(1.9, abs=0.02)


@pytest.mark.parametrize("decay", [-0.1, 1.0, 2.0])
def test_an_impossible_decay_is_refused(decay):
    with pytest.raises(ValueError, match="decay must be"):
        MovingAverages([], decay)


def test_restore_loads_the_averaged_file(tmp_path):
    source, target = network(), network()
    runs.save_weights(source, tmp_path / runs.AVERAGES)
    training.restore_averages(target, runs.Run(tmp_path))
    np.testing.assert_array_equal(target.layers[-1].kernel, source.layers[-1].kernel)


def test_restore_says_when_there_are_no_averages(tmp_path):
    with pytest.raises(runs.RunError, match="no averaged weights"):
        training.restore_averages(network(), tmp_path)
