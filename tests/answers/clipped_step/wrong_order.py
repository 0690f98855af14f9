# says: You exchanged the two results
# earns: 0.35
import keras
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        each = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        kernels = [v for v in model.trainable_variables if v.name == "kernel"]
        loss = tf.reduce_mean(each) + decay * sum(tf.nn.l2_loss(kernel) for kernel in kernels)
    gradients = tape.gradient(loss, model.trainable_variables)
    clipped, norm = tf.clip_by_global_norm(gradients, limit)
    for variable, gradient in zip(model.trainable_variables, clipped):
        variable.assign_sub(learning_rate * gradient)
    return norm, loss
