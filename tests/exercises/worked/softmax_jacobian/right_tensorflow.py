import tensorflow as tf


def softmax_jacobian(logits):
    logits = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        p = tf.nn.softmax(logits)
    return [p, tape.jacobian(p, logits)]
