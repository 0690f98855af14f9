import keras
import tensorflow as tf


def train_step(model, inputs, labels, learning_rate, decay):
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate)
    with tf.GradientTape() as tape:
        squares = [tf.reduce_sum(layer.kernel**2) for layer in model.layers]
        loss = loss_of(labels, model(inputs)) + decay / 2 * tf.add_n(squares)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss.numpy()
