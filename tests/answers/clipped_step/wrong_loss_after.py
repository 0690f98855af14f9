# says: That is the loss after the update
# earns: 0.55
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for variable in model.trainable_variables:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = tf.linalg.global_norm(gradients)
    factor = tf.minimum(1.0, limit / norm)
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign_sub(learning_rate * factor * gradient)
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
    )
    for layer in model.layers:
        loss += decay * tf.nn.l2_loss(layer.kernel)
    return loss, norm
