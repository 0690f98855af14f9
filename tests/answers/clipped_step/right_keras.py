import keras
import numpy as np
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate, global_clipnorm=limit)
    with tf.GradientTape() as tape:
        kernels = [layer.kernel for layer in model.layers]
        loss = cross_entropy(labels, model(images)) + decay / 2 * tf.add_n(
            [tf.reduce_sum(kernel**2) for kernel in kernels]
        )
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss, np.sqrt(sum(np.sum(np.square(gradient)) for gradient in gradients))
