"""Fresh answers to ``tower_step``."""

# %% right solution
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    """One step of two towers -> loss before it, averaged gradients."""
    weights = model.trainable_variables
    first = (len(images) + 1) // 2
    parts = [(images[:first], labels[:first]), (images[first:], labels[first:])]
    losses, gradients = [], []
    for device, (x, y) in zip(devices, parts, strict=True):
        share = len(x) / len(images)
        with tf.device(device):
            with tf.GradientTape() as tape:
                entropies = tf.nn.sparse_softmax_cross_entropy_with_logits(
                    labels=y, logits=model(x, training=True)
                )
                kernels = [tf.nn.l2_loss(v) for v in weights if v.name == "kernel"]
                loss = share * (tf.reduce_mean(entropies) + decay * tf.add_n(kernels))
            gradients.append(tape.gradient(loss, weights))
        losses.append(loss)
    averaged = [tf.add_n(of_towers) for of_towers in zip(*gradients, strict=True)]
    for variable, gradient in zip(weights, averaged, strict=True):
        variable.assign_sub(learning_rate * gradient)
    return tf.add_n(losses), averaged


# %% right keras_loss
import keras
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")
    variables, count = model.trainable_variables, len(images)
    middle = count - count // 2
    losses, of_towers = [], []
    for device, part in zip(devices, (slice(None, middle), slice(middle, None)), strict=True):
        with tf.device(device), tf.GradientTape() as tape:
            loss = entropy(labels[part], model(images[part])) / count
            for v in variables:
                if v.name == "kernel":
                    loss += decay / 4 * tf.reduce_sum(tf.square(v))
        with tf.device(device):
            of_towers.append(tape.gradient(loss, variables))
        losses.append(loss)
    averaged = [a + b for a, b in zip(*of_towers, strict=True)]
    for v, g in zip(variables, averaged, strict=True):
        v.assign(v - learning_rate * g)
    return [losses[0] + losses[1], averaged]


# %% right split
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    n = images.shape[0]
    sizes = [(n + 1) // 2, n // 2]
    total, sums = 0.0, [0.0] * len(model.trainable_variables)
    for device, x, y, size in zip(
        devices, tf.split(images, sizes), tf.split(labels, sizes), sizes, strict=True
    ):
        with tf.device(device):
            with tf.GradientTape() as tape:
                own = tf.gather(tf.nn.log_softmax(model(x)), y, axis=1, batch_dims=1)
                mean = -tf.reduce_mean(own)
            gradients = tape.gradient(mean, model.trainable_variables)
        total += size / n * mean
        sums = [s + size / n * g for s, g in zip(sums, gradients, strict=True)]
    averaged = []
    for v, g in zip(model.trainable_variables, sums, strict=True):
        if v.name == "kernel":
            total += decay * tf.nn.l2_loss(v)
            g = g + decay * v
        averaged.append(g)
    for v, g in zip(model.trainable_variables, averaged, strict=True):
        v.assign_add(-learning_rate * g)
    return total, averaged


# %% right optimizer
import keras
import tensorflow as tf


def loss_of(model, x, y, decay):
    log_p = tf.nn.log_softmax(model(x, training=True))
    target = tf.one_hot(y, log_p.shape[-1])
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    squares = tf.add_n([tf.reduce_sum(k * k) for k in kernels])
    return -tf.reduce_mean(tf.reduce_sum(target * log_p, axis=1)) + decay / 2 * squares


def tower_step(model, images, labels, devices, learning_rate, decay):
    half = (len(images) + 1) // 2
    losses, gradients = [], []
    for place, device in enumerate(devices):
        x, y = (images[:half], labels[:half]) if place == 0 else (images[half:], labels[half:])
        with tf.device(device), tf.GradientTape() as tape:
            loss = loss_of(model, x, y, decay) * (len(x) / len(images))
        with tf.device(device):
            gradients.append(tape.gradient(loss, model.trainable_variables))
        losses.append(loss)
    averaged = [tf.add_n([a, b]) for a, b in zip(*gradients, strict=True)]
    keras.optimizers.SGD(learning_rate).apply(averaged, model.trainable_variables)
    return float(sum(losses)), averaged


# %% right watched
import numpy as np
import tensorflow as tf


def tower(model, x, y, count, decay):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([v.value for v in model.trainable_variables])
        each = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x))
        loss = tf.reduce_sum(each) / count
        for v in model.trainable_variables:
            if v.name == "kernel":
                loss += decay * tf.nn.l2_loss(v) * (len(y) / count)
    return loss, tape.gradient(loss, model.trainable_variables)


def tower_step(model, images, labels, devices, learning_rate, decay):
    cut = int(np.ceil(len(images) / 2))
    results = []
    for device, part in zip(devices, (np.s_[:cut], np.s_[cut:]), strict=True):
        with tf.device(device):
            results.append(tower(model, images[part], labels[part], len(images), decay))
    gradients = [
        np.asarray(a) + np.asarray(b) for a, b in zip(*[r[1] for r in results], strict=True)
    ]
    for v, g in zip(model.trainable_variables, gradients, strict=True):
        v.assign_sub(learning_rate * g)
    return np.float64(results[0][0]) + np.float64(results[1][0]), gradients


# %% wrong first_half_smaller, edited from solution
# about: half|first|larger|device
# - (len(images) + 1) // 2
# + len(images) // 2


# %% wrong devices_exchanged, edited from solution
# about: device|first
# - for device, (x, y) in zip(devices, parts
# + for device, (x, y) in zip(devices[::-1], parts


# %% wrong loss_after, edited from solution
# about: before|after|loss
# - return tf.add_n(losses), averaged
# + kernels = [tf.nn.l2_loss(v) for v in weights if v.name == "kernel"]
# +     after = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
# +     return tf.reduce_mean(after) + decay * tf.add_n(kernels), averaged


# %% wrong rate_in_gradients, edited from solution
# about: rate|gradient
# - return tf.add_n(losses), averaged
# + return tf.add_n(losses), [learning_rate * g for g in averaged]


# %% wrong uphill, edited from solution
# about: sign|uphill|subtract|down
# - variable.assign_sub(
# + variable.assign_add(


# %% wrong bias_frozen, edited from solution
# about: bias|each variable|every variable|update
# - variable.assign_sub(learning_rate * gradient)
# + if variable.name == "kernel":
# +             variable.assign_sub(learning_rate * gradient)


# %% wrong reversed_gradients, edited from solution
# about: order
# - return tf.add_n(losses), averaged
# + return tf.add_n(losses), averaged[::-1]


# %% wrong decay_alone_on_dense, edited from solution
# about: decay|kernel
# - if v.name == "kernel"]
# + if v.name == "kernel"][-1:]


# %% wrong all_on_second_device, edited from solution
# about: device
# - with tf.device(device):
# + with tf.device(devices[1]):


# %% wrong gradients_of_first_tower_applied, edited from solution
# about: average|tower|second|update
# - zip(weights, averaged, strict=True):
# + zip(weights, gradients[0], strict=True):


# %% wrong labels_of_first_half, edited from solution
# about: labels|images|half
# - (images[first:], labels[first:])
# + (images[first:], labels[: len(images) - first])
