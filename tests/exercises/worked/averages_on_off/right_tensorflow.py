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
