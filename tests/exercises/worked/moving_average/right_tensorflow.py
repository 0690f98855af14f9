import tensorflow as tf

from course_utils.cifar10 import MovingAverages


class moving_average:
    def __init__(self, value, decay):
        self.variable = tf.Variable(value)
        self.averages = MovingAverages([self.variable], decay)

    def update(self, value):
        self.variable.assign(value)
        self.averages.update()
        return self.averages.averages[0]
