# says: You decay the biases of the named layers
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for weight in [w for name in names for w in model.get_layer(name).weights]:
        loss += decay * tf.nn.l2_loss(weight)
    return loss
