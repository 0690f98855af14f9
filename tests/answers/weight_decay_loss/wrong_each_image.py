# says: Your loss has one number an image
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = entropy
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
