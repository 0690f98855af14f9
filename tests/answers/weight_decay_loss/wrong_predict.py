# says: The gradient holds the decay alone
# earns: 0.6
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model.predict(images, verbose=0)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
