"""Fresh answers to ``weight_decay_loss``."""

# %% right solution
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    """Mean cross-entropy plus decay * l2_loss of the kernels of the named layers: a scalar."""
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
    )
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss


# %% right tensordot
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    log_p = tf.nn.log_softmax(logits)
    target = tf.one_hot(labels, logits.shape[-1], dtype=log_p.dtype)
    loss = -tf.reduce_sum(target * log_p) / tf.cast(tf.shape(logits)[0], log_p.dtype)
    for layer in model.layers:
        if layer.name in list(names):
            loss = loss + 0.5 * decay * tf.reduce_sum(layer.kernel * layer.kernel)
    return loss


# %% right add_n
import keras
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    entropy = keras.ops.sparse_categorical_crossentropy(labels, model(images), from_logits=True)
    parts = [tf.reduce_mean(entropy)]
    parts += [decay * tf.nn.l2_loss(tf.convert_to_tensor(model.get_layer(n).kernel)) for n in names]
    return tf.add_n(parts)


# %% right keras_loss
import keras
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, model(images))
    kernels = {layer.name: layer.weights[0] for layer in model.layers if layer.weights}
    return loss + decay * sum(tf.reduce_sum(tf.square(kernels[name])) / 2 for name in names)


# %% right norm
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images, training=False)
    own = tf.gather(logits, labels, axis=1, batch_dims=1)
    loss = tf.reduce_mean(tf.reduce_logsumexp(logits, axis=1) - own)
    penalty = tf.constant(0.0)
    for name in names:
        penalty += tf.pow(tf.norm(tf.reshape(model.get_layer(name).kernel, [-1])), 2) / 2
    return loss + decay * penalty


# %% wrong one_norm, edited from solution
# about: square|absolute|l2
# - tf.nn.l2_loss(model.get_layer(name).kernel)
# + tf.reduce_sum(tf.abs(model.get_layer(name).kernel))


# %% wrong mean_of_squares, edited from solution
# about: sum|mean|l2_loss
# - tf.nn.l2_loss(model.get_layer(name).kernel)
# + tf.reduce_mean(tf.square(model.get_layer(name).kernel))


# %% wrong divided_by_names, edited from solution
# about: names|divide|mean
# - loss += decay *
# + loss += decay / len(names) *


# %% wrong decay_squared, edited from solution
# about: decay
# - loss += decay *
# + loss += decay * decay *


# %% wrong subtracted, edited from solution
# about: sign|plus|add|subtract
# - loss += decay *
# + loss -= decay *


# %% wrong other_layers, edited from solution
# about: names|layers|other
# - for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + for layer in model.layers:
# +         if layer.name not in names and hasattr(layer, "kernel"):
# +             loss += decay * tf.nn.l2_loss(layer.kernel)


# %% wrong first_layers, edited from solution
# about: names|layers|order
# - for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + kernels = [layer.kernel for layer in model.layers if hasattr(layer, "kernel")]
# +     for kernel in kernels[: len(names)]:
# +         loss += decay * tf.nn.l2_loss(kernel)


# %% wrong root_of_squares, edited from solution
# about: square|norm|root|l2
# - tf.nn.l2_loss(model.get_layer(name).kernel)
# + tf.norm(model.get_layer(name).kernel)


# %% wrong gradient_stopped_at_decay, edited from solution
# about: gradient|stop|numpy
# - tf.nn.l2_loss(model.get_layer(name).kernel)
# + tf.stop_gradient(tf.nn.l2_loss(model.get_layer(name).kernel))


# %% wrong entropy_decayed, edited from solution
# about: decay|cross-entropy
# - return loss
# + return loss * (1 + decay)


# %% wrong numpy_entropy
# about: gradient|numpy|TensorFlow
import numpy as np
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    z = model(images).numpy()
    z = z - z.max(axis=1, keepdims=True)
    own = z[np.arange(len(z)), np.asarray(labels)]
    loss = np.mean(np.log(np.exp(z).sum(axis=1)) - own)
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
