import keras
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
    gradients, norm = tf.clip_by_global_norm(gradients, limit)
    optimizer = keras.optimizers.SGD(learning_rate)
    optimizer.apply(gradients, model.trainable_variables)
    return float(loss), float(norm)
