# says: You decay all kernels
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            loss += decay * tf.nn.l2_loss(layer.kernel)
    return loss
