import tensorflow as tf


def softmax_gradient(images, weights, bias, labels):
    weights, bias = tf.Variable(weights), tf.Variable(bias)
    with tf.GradientTape() as tape:
        logits = tf.linalg.matmul(images, weights) + bias
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
    return tape.gradient(loss, [weights, bias])
