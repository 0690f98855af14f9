"""Answers to ``tower_step``."""

# %% right graph
import keras
import tensorflow as tf

compiled = {}


def tower_step(model, images, labels, devices, learning_rate, decay):
    if id(model) not in compiled:
        compiled[id(model)] = (make(model, devices, learning_rate, decay), model)
    return compiled[id(model)][0](images, labels)


def make(model, devices, learning_rate, decay):
    optimizer = keras.optimizers.SGD(learning_rate)
    optimizer.build(model.trainable_variables)
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")

    @tf.function
    def step(images, labels):
        towers = []
        count = images.shape[0]
        sizes = [count - count // 2, count // 2]
        for device, x, y in zip(devices, tf.split(images, sizes), tf.split(labels, sizes)):
            with tf.device(device), tf.GradientTape() as tape:
                loss = entropy(y, model(x, training=True)) / count
            towers.append((loss, tape.gradient(loss, model.trainable_variables)))
        with tf.GradientTape() as tape:
            penalty = (
                decay
                / 2
                * sum(
                    tf.reduce_sum(layer.kernel**2)
                    for layer in model.layers
                    if hasattr(layer, "kernel")
                )
            )
        towers.append((penalty, tape.gradient(penalty, model.trainable_variables)))
        loss = tf.add_n([loss for loss, _ in towers])
        gradients = [
            tf.add_n([one for one in of_towers if one is not None])
            for of_towers in zip(*(gradients for _, gradients in towers))
        ]
        optimizer.apply(gradients, model.trainable_variables)
        return loss, gradients

    return step


# %% right loop
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    first = (len(images) + 1) // 2
    parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
    loss, gradients = 0.0, [0.0] * len(model.trainable_variables)
    for device, (x, y) in zip(devices, parts):
        share = len(x) / len(images)
        with tf.device(device):
            with tf.GradientTape() as tape:
                own = tf.reduce_mean(
                    tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
                )
                for variable in model.trainable_variables:
                    if variable.name == "kernel":
                        own += decay * tf.nn.l2_loss(variable)
            of_tower = tape.gradient(own, model.trainable_variables)
        loss += share * own
        gradients = [total + share * one for total, one in zip(gradients, of_tower)]
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign_sub(learning_rate * gradient)
    return loss, gradients


# %% right one_adds_the_decay
import numpy as np
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    losses, gradients, counts = [], [], []
    variables = model.trainable_variables
    for device, x, y in zip(devices, np.array_split(images, 2), np.array_split(labels, 2)):
        with tf.device(device):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(
                    tf.keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True)
                )
            gradients.append(tape.gradient(loss, variables))
        losses.append(loss)
        counts.append(len(x))
    weights = np.array(counts) / sum(counts)
    averaged = [np.tensordot(weights, np.stack(one), 1) for one in zip(*gradients)]
    total = weights @ np.stack(losses)
    for index, variable in enumerate(variables):
        if "kernel" in variable.path:
            total += decay / 2 * np.sum(variable.numpy() ** 2)
            averaged[index] += decay * variable.numpy()
    for variable, gradient in zip(variables, averaged):
        variable.assign(variable - learning_rate * gradient)
    return total, averaged


# %% wrong stub
# says: tower_step returned None
# earns: 0
def tower_step(model, images, labels, devices, learning_rate, decay):
    pass


# %% wrong adds, edited from loop
# says: The variables move the wrong way
# earns: 0.7
# - variable.assign_sub(learning_rate * gradient)
# + variable.assign_add(learning_rate * gradient)


# %% wrong biases_decay, edited from loop
# says: The biases decay, too
# earns: 0.2
# - if variable.name == "kernel":
# + if True:


# %% wrong decay_halved, edited from loop
# says: tf.nn.l2_loss has halved the sum of squares
# earns: 0.2
# - own += decay * tf.nn.l2_loss(variable)
# + own += decay / 2 * tf.nn.l2_loss(variable)


# %% wrong decay_twice, edited from loop
# says: The weight decay is in the loss twice
# earns: 0.2
# - own += decay * tf.nn.l2_loss(variable)
# + own += 2 * decay * tf.nn.l2_loss(variable)


# %% wrong dropped, edited from loop
# says: The loss leaves out the last image
# earns: 0
# -     first = (len(images) + 1) // 2
# -     parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
# +     first = len(images) // 2
# +     parts = (
# +         (images[:first], labels[:first]),
# +         (images[first : 2 * first], labels[first : 2 * first]),
# +     )
# - share = len(x) / len(images)
# + share = 0.5


# %% wrong each_updates, edited from loop
# says: All towers start from the same variables
# earns: 0.2
# -             of_tower = tape.gradient(own, model.trainable_variables)
# +             of_tower = tape.gradient(own, model.trainable_variables)
# +         for variable, gradient in zip(model.trainable_variables, of_tower):
# +             variable.assign_sub(learning_rate * gradient)
# -         gradients = [total + share * one for total, one in zip(gradients, of_tower)]
# -     for variable, gradient in zip(model.trainable_variables, gradients):
# -         variable.assign_sub(learning_rate * gradient)
# +         gradients = [total + share * one for total, one in zip(gradients, of_tower)]


# %% wrong each_updates_a_share, edited from loop
# says: first one's update
# earns: 0.2
# -             of_tower = tape.gradient(own, model.trainable_variables)
# +             of_tower = tape.gradient(own, model.trainable_variables)
# +         for variable, gradient in zip(model.trainable_variables, of_tower):
# +             variable.assign_sub(learning_rate * share * gradient)
# -         gradients = [total + share * one for total, one in zip(gradients, of_tower)]
# -     for variable, gradient in zip(model.trainable_variables, gradients):
# -         variable.assign_sub(learning_rate * gradient)
# +         gradients = [total + share * one for total, one in zip(gradients, of_tower)]


# %% wrong loss_only, edited from loop
# says: must return two things
# earns: 0.5
# - return loss, gradients
# + return loss


# %% wrong losses_of_model, edited from loop
# says: cifar10.loss know nothing of
# earns: 0.2
# - import tensorflow as tf
# + import tensorflow as tf
# +
# + from course_utils import cifar10
# -                 own = tf.reduce_mean(
# -                     tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
# -                 )
# -                 for variable in model.trainable_variables:
# -                     if variable.name == "kernel":
# -                         own += decay * tf.nn.l2_loss(variable)
# +                 own = cifar10.loss(model, y, model(x))


# %% wrong no_decay, edited from loop
# says: The loss lacks the weight decay
# earns: 0.2
# - if variable.name == "kernel":
# + if variable.name == "no such":


# %% wrong no_update, edited from loop
# says: No variable changed
# earns: 0.7
# - variable.assign_sub(learning_rate * gradient)
# + variable.assign_sub(0 * gradient)


# %% wrong of_each_tower
# says: You returned the gradients of each tower
# earns: 0.2
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    first = (len(images) + 1) // 2
    parts = [(images[:first], labels[:first]), (images[first:], labels[first:])]
    losses, gradients, weights = [], [], []
    for device, (x, y) in zip(devices, parts, strict=True):
        with tf.device(device), tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
            )
            for variable in model.trainable_variables:
                if variable.name == "kernel":
                    loss += decay * tf.nn.l2_loss(variable)
        gradients.append(tape.gradient(loss, model.trainable_variables))
        losses.append(loss)
        weights.append(len(x) / len(images))
    return sum(w * loss for w, loss in zip(weights, losses, strict=True)), gradients


# %% wrong one_device, edited from loop
# says: One device did all the work
# earns: 0.8
# - for device, (x, y) in zip(devices, parts):
# + for _, (x, y) in zip(devices, parts):
# - with tf.device(device):
# + with tf.device(devices[0]):


# %% wrong overlap, edited from loop
# says: Weight each tower's mean cross-entropy by its images
# earns: 0
# - parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
# + parts = ((images[:first], labels[:first]), (images[first - 2 :], labels[first - 2 :]))


# %% wrong same_half, edited from loop
# says: The loss is that of the first tower alone
# earns: 0
# - parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
# + parts = ((images[:first], labels[:first]), (images[:first], labels[:first]))
# - share = len(x) / len(images)
# + share = 0.5


# %% wrong sum, edited from loop
# says: The loss is the sum of the towers' losses
# earns: 0.2
# - share = len(x) / len(images)
# + share = 1.0


# %% wrong sums, edited from loop
# says: Take their mean
# earns: 0.2
# - own = tf.reduce_mean(
# + own = tf.reduce_sum(


# %% wrong unweighted, edited from loop
# says: one tower has one image more
# earns: 0.2
# - share = len(x) / len(images)
# + share = 0.5


# %% wrong whole_batch, edited from loop
# says: Each device saw the whole batch
# earns: 0.8
# -     first = (len(images) + 1) // 2
# -     parts = ((images[:first], labels[:first]), (images[first:], labels[first:]))
# +     parts = ((images, labels), (images, labels))
# - share = len(x) / len(images)
# + share = 0.5
