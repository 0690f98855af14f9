"""Answers to ``averages_on_off``."""

# %% right numpy
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
x, rng = features(images), np.random.default_rng(3)
raw = np.zeros((x.shape[1], 10))
averages = raw.copy()
for step in range(800):
    batch = rng.integers(0, len(x), 16)
    logits = x[batch] @ raw
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(16), labels[batch]] -= 1
    raw = raw - 4 * x[batch].T @ p / 16
    keep = min(0.999, (1 + step) / (10 + step))
    averages = keep * averages + (1 - keep) * raw


def scores(weights):
    return lambda images: features(images) @ weights


averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}


# %% right tensorflow
import keras
import numpy as np
import tensorflow as tf

from course_utils.cifar10 import MovingAverages

images, labels = pictures(np.random.default_rng(1), 4_000)
x, rng = features(images).astype(np.float32), np.random.default_rng(3)
top = keras.layers.Dense(10, kernel_initializer="zeros")  # the same weights in every run
model = keras.Sequential([keras.Input((x.shape[1],)), top])
averages = MovingAverages(model.trainable_variables, 0.999)


@tf.function(jit_compile=False)
def step(images, labels):
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(images))
        loss = tf.reduce_mean(losses)
    for variable, gradient in zip(
        model.trainable_variables, tape.gradient(loss, model.trainable_variables)
    ):
        variable.assign(variable - 4 * gradient)
    averages.update()


for _ in range(800):
    batch = rng.integers(0, len(x), 16)
    step(tf.constant(x[batch]), tf.constant(labels[batch]))


def raw(images):
    return tf.nn.softmax(model(features(images)))  # probabilities order the classes as logits do


def averaged(images):
    with averages.applied(model):
        return model(features(images))


averages_on_off = {"raw": raw, "averaged": averaged}


# %% wrong stub
# says: 'raw': Your function is not written yet
# earns: 0
def stub(images):
    raise NotImplementedError


averages_on_off = {"raw": stub, "averaged": stub}


# %% wrong batch, edited from numpy
# says: 'averaged': Only
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {
# +     "raw": scores(raw),
# +     "averaged": lambda images: (features(images) @ averages) * (1 if len(images) > 9 else -1),
# + }


# %% wrong claim, edited from numpy
# says: Hand over a dictionary of 2 prediction functions
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = [0.25, 0.20]


# %% wrong constants, edited from numpy
# says: is not surely above 12 %
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {
# +     "raw": lambda images: np.tile(np.eye(10)[1], (len(images), 1)),
# +     "averaged": lambda images: np.tile(np.eye(10)[2], (len(images), 1)),
# + }


# %% wrong exchanged, edited from numpy
# says: Did you exchange the two?
# earns: 0.6
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {"raw": scores(averages), "averaged": scores(raw)}


# %% wrong nan, edited from numpy
# says: All scores are NaN
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {"raw": scores(np.nan * raw), "averaged": scores(averages)}


# %% wrong one_missing, edited from numpy
# says: The network 'averaged' is missing
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {"raw": scores(raw)}


# %% wrong sabotaged, edited from numpy
# says: Did you load its trained weights?
# earns: 0
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {"raw": scores(raw[:, ::-1]), "averaged": scores(averages)}


# %% wrong same, edited from numpy
# says: they are one network. Put the averages in place
# earns: 0.3
# - x, rng = features(images), np.random.default_rng(3)
# + x, rng = features(images), np.random.default_rng(2)
# - averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
# + averages_on_off = {"raw": scores(raw), "averaged": scores(raw)}


# %% wrong small_steps
# says: That is not more than 3 standard errors. Train at a constant learning rate
# earns: 0.6
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
x = features(images)
raw = np.linalg.lstsq(x, np.eye(10)[labels], rcond=None)[0]
averages = raw + np.random.default_rng(4).normal(0, 0.002, raw.shape)


def scores(weights):
    return lambda images: features(images) @ weights


averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
