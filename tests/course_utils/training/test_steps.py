"""One training step is the closed form: loss, gradient, update, average."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10, models, training
from course_utils.cifar10 import MovingAverages
from course_utils.training.steps import make_step, prepare, unused, weight_losses_of


def batch(count=8, size=24, channels=3, seed=0):
    generator = np.random.default_rng(seed)
    images = generator.normal(size=(count, size, size, channels)).astype(np.float32)
    return tf.constant(images), tf.constant(generator.integers(0, 10, count), tf.int32)


def cross_entropy(logits, labels):
    logits = np.asarray(logits, np.float64)
    logits = logits - logits.max(axis=1, keepdims=True)
    log_softmax = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -log_softmax[np.arange(len(labels)), np.asarray(labels)].mean()


def test_total_loss_is_cross_entropy_plus_the_decay_of_two_kernels():
    model = cifar10.inference()
    images, labels = batch()
    logits = model(images)
    decay = sum(
        0.004 * np.sum(model.get_layer(name).kernel.numpy().astype(np.float64) ** 2) / 2
        for name in ("local3", "local4")
    )
    expected = cross_entropy(logits, labels) + decay
    assert float(cifar10.loss(model, labels, logits)) == pytest.approx(expected, rel=1e-5)


def test_weight_losses_are_the_decay_of_each_layer_by_its_name():
    model = cifar10.inference()
    weight_losses = weight_losses_of(model)
    for _ in range(2):  # of the weights as they are now
        assert {layer: float(loss) for layer, loss in weight_losses().items()} == {
            layer: pytest.approx(0.002 * np.sum(model.get_layer(layer).kernel.numpy() ** 2))
            for layer in ("local3", "local4")
        }
        model.get_layer("local3").kernel.assign_add(tf.ones((2304, 384)))


def test_regularisers_of_activations_are_no_weight_losses():
    inputs = keras.Input((4,))
    top = keras.layers.Dense(3, activity_regularizer="l2", bias_regularizer="l2", name="top")
    model = keras.Model(inputs, top(inputs))
    model.layers[-1].bias.assign([1.0, 2.0, 2.0])
    assert {layer: float(one) for layer, one in weight_losses_of(model)().items()} == {
        "top": pytest.approx(0.09)
    }


def test_a_model_without_decay_has_no_weight_losses():
    assert weight_losses_of(models.softmax_regression())() == {}


def test_total_loss_of_the_tutorial_network_starts_at_4_676():
    losses = []
    for seed in range(3):
        training.seed_everything(seed)
        model = cifar10.inference()
        images, labels = batch(64)
        losses.append(float(cifar10.loss(model, labels, model(images))))
    assert np.mean(losses) == pytest.approx(4.676, abs=0.02)


def test_total_loss_of_a_model_without_decay_starts_at_ln_10():
    model = models.softmax_regression()
    images, labels = batch(size=32)
    assert float(cifar10.loss(model, labels, model(images))) == pytest.approx(np.log(10))


def test_huge_logits_give_a_finite_loss():
    model = models.softmax_regression()
    logits = tf.constant([[1e4, -1e4], [0.0, 1e4]])
    assert float(cifar10.loss(model, tf.constant([1, 1]), logits)) == pytest.approx(1e4)


def test_a_step_is_plain_gradient_descent():
    model = models.softmax_regression((24, 24, 3))
    images, labels = batch()
    optimizer = unused(keras.optimizers.SGD(0.5), model)
    step = make_step(model, optimizer, None)
    kernel = np.zeros((24 * 24 * 3, 10))
    flat = images.numpy().reshape(8, -1).astype(np.float64)
    for _ in range(3):
        logits = flat @ kernel + model.layers[-1].bias.numpy()
        softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        loss, _ = step(images, labels, False)
        assert float(loss) == pytest.approx(cross_entropy(logits, labels), rel=1e-4)
        kernel -= 0.5 * flat.T @ (softmax - np.eye(10)[labels]) / 8
        np.testing.assert_allclose(model.layers[-1].kernel, kernel, atol=1e-5)


def test_gradients_are_returned_when_asked_for_and_include_the_decay():
    model = cifar10.inference()
    images, labels = batch()
    with tf.GradientTape() as tape:
        loss = cifar10.loss(model, labels, model(images, training=True))
    expected = tape.gradient(loss, [v.value for v in model.trainable_variables])
    step = make_step(model, unused(keras.optimizers.SGD(0.1), model), None)
    _, gradients = step(images, labels, True)
    for found, wanted in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-5)
    assert step(images, labels, False)[1] == []


def test_averages_follow_each_step():
    model = models.softmax_regression((24, 24, 3))
    images, labels = batch()
    moving = MovingAverages(model.trainable_variables)
    step = make_step(model, unused(keras.optimizers.SGD(0.5), model), moving)
    expected = np.zeros((24 * 24 * 3, 10))
    for n in range(4):
        step(images, labels, False)
        keep = min(0.9999, (1 + n) / (10 + n))
        expected = keep * expected + (1 - keep) * model.layers[-1].kernel.numpy()
    np.testing.assert_allclose(moving.values[0], expected, atol=1e-6)


def test_batch_normalisation_is_called_in_training():
    model = models.residual_cnn((24, 24, 3))
    before = model.get_layer("stem_norm").moving_mean.numpy()
    images, labels = batch()
    make_step(model, unused(keras.optimizers.SGD(0.1), model), None)(images, labels, False)
    assert not np.array_equal(before, model.get_layer("stem_norm").moving_mean)


@pytest.mark.parametrize(
    "build",
    [cifar10.inference, lambda: models.residual_cnn((24, 24, 3))],
    ids=["tutorial_cnn", "residual_cnn"],
)
def test_a_network_overfits_a_small_batch(build):
    training.seed_everything(0)
    model = build()
    images, labels = batch(16)
    step = make_step(model, unused(keras.optimizers.Adam(1e-3), model), None)
    for _ in range(60):
        step(images, labels, False)
    logits = model(images, training=True)
    assert np.mean(np.argmax(logits, axis=1) == labels.numpy()) == 1
    assert cross_entropy(logits, labels) < 0.2


def test_a_used_optimizer_is_replaced_by_one_with_the_same_settings():
    first, second = models.softmax_regression(), models.softmax_regression()
    optimizer = keras.optimizers.Adam(0.007, beta_1=0.8)
    assert unused(optimizer, first) is optimizer
    other = unused(optimizer, second)
    assert other is not optimizer
    assert other.get_config() == optimizer.get_config()


def test_a_model_that_waits_for_its_input_is_built_from_the_batches():
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])
    prepare(model, tf.data.Dataset.from_tensors(batch()))
    assert model.count_params() == 24 * 24 * 3 * 10 + 10


def test_a_model_that_cannot_be_built_is_a_sentence():
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])
    with pytest.raises(ValueError, match="has no weights yet"):
        prepare(model, [batch()])
