# says: Return a Keras model
import tensorflow as tf


def probability_model(network):
    return lambda images: tf.nn.softmax(network(images))
