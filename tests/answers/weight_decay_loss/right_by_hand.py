import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    top = tf.reduce_logsumexp(logits, axis=1)
    right = tf.gather(logits, labels, axis=1, batch_dims=1)
    squares = [tf.reduce_sum(tf.square(model.get_layer(name).kernel)) / 2 for name in names]
    return tf.reduce_mean(top - right) + decay * tf.add_n(squares)
