import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    loss = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(labels, logits.shape[1]), logits)
    )
    for v in model.trainable_variables:
        layer, _, kind = v.path.rpartition("/")
        if kind == "kernel" and layer.split("/")[-1] in names:
            loss = loss + decay * tf.reduce_sum(v * v) / 2
    return loss
