import numpy as np
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    losses, gradients, counts = [], [], []
    variables = model.trainable_variables
    for device, x, y in zip(devices, np.array_split(images, 2), np.array_split(labels, 2)):
        with tf.device(device):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(
                    tf.keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True)
                )
            gradients.append(tape.gradient(loss, variables))
        losses.append(loss)
        counts.append(len(x))
    weights = np.array(counts) / sum(counts)
    averaged = [np.tensordot(weights, np.stack(one), 1) for one in zip(*gradients)]
    total = weights @ np.stack(losses)
    for index, variable in enumerate(variables):
        if "kernel" in variable.path:
            total += decay / 2 * np.sum(variable.numpy() ** 2)
            averaged[index] += decay * variable.numpy()
    for variable, gradient in zip(variables, averaged):
        variable.assign(variable - learning_rate * gradient)
    return total, averaged
