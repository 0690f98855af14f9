# says: cifar10.loss know nothing of
# earns: 0.2
import tensorflow as tf

from course_utils import cifar10


def tower_step(model, images, labels, devices, learning_rate, decay):
    first = (len(images) + 1) // 2
    parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
    loss, gradients = 0.0, [0.0] * len(model.trainable_variables)
    for device, (x, y) in zip(devices, parts):
        share = len(x) / len(images)
        with tf.device(device):
            with tf.GradientTape() as tape:
                own = cifar10.loss(model, y, model(x))
            of_tower = tape.gradient(own, model.trainable_variables)
        loss += share * own
        gradients = [total + share * one for total, one in zip(gradients, of_tower)]
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign_sub(learning_rate * gradient)
    return loss, gradients
