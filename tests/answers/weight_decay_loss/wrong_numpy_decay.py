# says: it was added as a plain number
# earns: 0.6
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for name in names:
        loss += decay * float((model.get_layer(name).kernel.numpy() ** 2).sum()) / 2
    return loss
