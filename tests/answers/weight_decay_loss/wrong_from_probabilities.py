# says: from_logits=True
import keras
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    loss = keras.losses.SparseCategoricalCrossentropy()(labels, model(images))
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
