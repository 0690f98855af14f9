# says: local3 and local4 decay, whatever
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for name in ("local3", "local4"):
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
