import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    kernels = {variable.path: variable for variable in model.trainable_variables}
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    penalties = [tf.nn.l2_loss(kernels[f"{name}/kernel"]) for name in names]
    return tf.reduce_mean(entropy) + decay * tf.add_n(penalties)
