# says: tf.nn.l2_loss has halved the sum of squares
# earns: 0.2
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    first = (len(images) + 1) // 2
    parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
    loss, gradients = 0.0, [0.0] * len(model.trainable_variables)
    for device, (x, y) in zip(devices, parts):
        share = len(x) / len(images)
        with tf.device(device):
            with tf.GradientTape() as tape:
                own = tf.reduce_mean(
                    tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
                )
                for variable in model.trainable_variables:
                    if variable.name == "kernel":
                        own += decay / 2 * tf.nn.l2_loss(variable)
            of_tower = tape.gradient(own, model.trainable_variables)
        loss += share * own
        gradients = [total + share * one for total, one in zip(gradients, of_tower)]
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign_sub(learning_rate * gradient)
    return loss, gradients
