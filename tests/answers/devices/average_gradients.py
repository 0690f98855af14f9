"""Answers to ``average_gradients``."""

# %% right float64
import numpy as np


def average_gradients(gradients, images):
    share = np.array(images) / np.sum(images)
    result = [np.zeros(g.shape) for g in gradients[0]]
    for weight, tower in zip(share, gradients):
        for place, gradient in zip(result, tower):
            place += weight * gradient
    return result


# %% right loop
def average_gradients(gradients, images):
    averages = []
    for index in range(len(gradients[0])):
        total = 0
        for tower, count in zip(gradients, images):
            total = total + count * tower[index]
        averages.append(total / sum(images))
    return averages


# %% right numpy
import numpy as np


def average_gradients(gradients, images):
    return [np.average(np.stack(one), axis=0, weights=images) for one in zip(*gradients)]


# %% right tensorflow
import tensorflow as tf


def average_gradients(gradients, images):
    weights = tf.constant(images, tf.float32) / float(sum(images))
    return tuple(tf.tensordot(weights, tf.stack(one), axes=1) for one in zip(*gradients))


# %% wrong stub
# says: average_gradients returned None
# earns: 0
def average_gradients(gradients, images):
    pass


# %% wrong axis
# says: average over the towers only
# earns: 0
import numpy as np


def average_gradients(gradients, images):
    return [np.mean(np.stack(one)) for one in zip(*gradients)]


# %% wrong divided_by_towers
# says: divided by the number of towers
# earns: 0
def average_gradients(gradients, images):
    return [sum(n * g for n, g in zip(images, one)) / len(gradients) for one in zip(*gradients)]


# %% wrong divided_twice
# says: they are means already
# earns: 0
def average_gradients(gradients, images):
    return [sum(one) / sum(images) for one in zip(*gradients)]


# %% wrong first_tower
# says: You returned the first tower's gradients
# earns: 0
def average_gradients(gradients, images):
    return gradients[0]


# %% wrong first_variable
# says: Return a list with one gradient for each variable
# earns: 0
import numpy as np


def average_gradients(gradients, images):
    return [np.average([tower[0] for tower in gradients], axis=0, weights=images)]


# %% wrong inverse
# says: Towers with few images count most
# earns: 0.4
import numpy as np


def average_gradients(gradients, images):
    weights = 1 / np.array(images)
    return [np.average(np.stack(one), axis=0, weights=weights) for one in zip(*gradients)]


# %% wrong not_divided
# says: but did not divide
# earns: 0
def average_gradients(gradients, images):
    return [sum(n * g for n, g in zip(images, one)) for one in zip(*gradients)]


# %% wrong sum
# says: You added the gradients up
# earns: 0
def average_gradients(gradients, images):
    return [sum(one) for one in zip(*gradients)]


# %% wrong two_towers
# says: You used the first two towers
# earns: 0
def average_gradients(gradients, images):
    first, second = images[:2]
    return [
        (first * a + second * b) / (first + second)
        for a, b in zip(gradients[0], gradients[1], strict=True)
    ]


# %% wrong unweighted
# says: A mean of means is the mean only
# earns: 0.4
import numpy as np


def average_gradients(gradients, images):
    return [np.mean(one, axis=0) for one in zip(*gradients)]
