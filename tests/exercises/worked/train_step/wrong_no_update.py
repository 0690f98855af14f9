# says: No variable changed
# earns: 0.4
import tensorflow as tf


def train_step(model, inputs, labels, learning_rate, decay):
    with tf.GradientTape() as tape:
        logits = model(inputs, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for kernel in (v for v in model.trainable_variables if v.name == "kernel"):
            loss += decay * tf.nn.l2_loss(kernel)
    tape.gradient(loss, model.trainable_variables)
    return loss
