import keras
import tensorflow as tf


class probability_model(keras.Model):
    """Subtracts the largest logit by hand."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def call(self, images):
        logits = self.network(images)
        e = tf.exp(logits - tf.reduce_max(logits, axis=1, keepdims=True))
        return e / tf.reduce_sum(e, axis=1, keepdims=True)
