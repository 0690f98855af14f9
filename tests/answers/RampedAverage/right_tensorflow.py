import tensorflow as tf


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average = tf.Variable(start, dtype=tf.float32)
        self.updates = tf.Variable(0.0)
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = tf.minimum(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average.assign(keep * self.average + (1 - keep) * tf.cast(value, tf.float32))
        self.updates.assign_add(1)
        return self.average
