# says: Your decay is the tutorial's 0.004
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for name in names:
        loss += 0.004 * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
