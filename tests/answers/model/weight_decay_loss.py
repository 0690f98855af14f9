"""Answers to ``weight_decay_loss``."""

# %% right by_hand
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    top = tf.reduce_logsumexp(logits, axis=1)
    right = tf.gather(logits, labels, axis=1, batch_dims=1)
    squares = [tf.reduce_sum(tf.square(model.get_layer(name).kernel)) / 2 for name in names]
    return tf.reduce_mean(top - right) + decay * tf.add_n(squares)


# %% right keras
import keras


def weight_decay_loss(model, images, labels, decay, names):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    decay_of = keras.regularizers.L2(decay / 2)
    kernels = [layer.kernel for layer in model.layers if layer.name in names]
    return loss(labels, model(images, training=True)) + sum(map(decay_of, kernels))


# %% right loop
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(entropy)
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss


# %% right paths
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    kernels = {variable.path: variable for variable in model.trainable_variables}
    logits = model(images)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    penalties = [tf.nn.l2_loss(kernels[f"{name}/kernel"]) for name in names]
    return tf.reduce_mean(entropy) + decay * tf.add_n(penalties)


# %% right variables
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    logits = model(images)
    loss = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(labels, logits.shape[1]), logits)
    )
    for v in model.trainable_variables:
        layer, _, kind = v.path.rpartition("/")
        if kind == "kernel" and layer.split("/")[-1] in names:
            loss = loss + decay * tf.reduce_sum(v * v) / 2
    return loss


# %% wrong stub
# says: returned None
# earns: 0
def weight_decay_loss(model, images, labels, decay, names):
    return None


# %% wrong all_kernels, edited from loop
# says: You decay all kernels
# earns: 0
# -     for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# +     for layer in model.layers:
# +         if hasattr(layer, "kernel"):
# +             loss += decay * tf.nn.l2_loss(layer.kernel)


# %% wrong biases, edited from loop
# says: You decay the biases of the named layers
# earns: 0
# -     for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# +     for weight in [w for name in names for w in model.get_layer(name).weights]:
# +         loss += decay * tf.nn.l2_loss(weight)


# %% wrong double_softmax, edited from loop
# says: You applied a softmax before the loss
# earns: 0
# - logits = model(images)
# + logits = tf.nn.softmax(model(images))


# %% wrong each_image, edited from loop
# says: Your loss has one number an image
# earns: 0
# - loss = tf.reduce_mean(entropy)
# + loss = entropy


# %% wrong everything, edited from loop
# says: You decay all variables
# earns: 0
# -     for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# +     for weight in model.trainable_variables:
# +         loss += decay * tf.nn.l2_loss(weight)


# %% wrong first_only, edited from loop
# says: Only the first named layer decays
# earns: 0
# - for name in names:
# + for name in names[:1]:


# %% wrong float, edited from loop
# says: have no gradient with respect to
# earns: 0.6
# - return loss
# + return float(loss)


# %% wrong from_probabilities
# says: from_logits=True
# earns: 0
import keras
import tensorflow as tf


def weight_decay_loss(model, images, labels, decay, names):
    loss = keras.losses.SparseCategoricalCrossentropy()(labels, model(images))
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss


# %% wrong last_only, edited from loop
# says: Only the last named layer decays
# earns: 0
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# -     return loss
# +         penalty = decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# +     return loss + penalty


# %% wrong no_decay, edited from loop
# says: Add the decay
# earns: 0
# -     loss = tf.reduce_mean(entropy)
# -     for name in names:
# -         loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# +     loss = tf.reduce_mean(entropy)


# %% wrong not_halved, edited from loop
# says: Your decay is twice as large
# earns: 0
# - loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + loss += decay * tf.reduce_sum(model.get_layer(name).kernel ** 2)


# %% wrong numpy_decay, edited from loop
# says: it was added as a plain number
# earns: 0.6
# - loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + loss += decay * float((model.get_layer(name).kernel.numpy() ** 2).sum()) / 2


# %% wrong predict, edited from loop
# says: The gradient holds the decay alone
# earns: 0.6
# - logits = model(images)
# + logits = model.predict(images, verbose=0)


# %% wrong quartered, edited from loop
# says: tf.nn.l2_loss already divides by 2
# earns: 0
# - loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + loss += decay / 2 * tf.nn.l2_loss(model.get_layer(name).kernel)


# %% wrong summed, edited from loop
# says: You summed the cross-entropies
# earns: 0
# - loss = tf.reduce_mean(entropy)
# + loss = tf.reduce_sum(entropy)


# %% wrong tutorials_decay, edited from loop
# says: Your decay is the tutorial's 0.004
# earns: 0
# - loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
# + loss += 0.004 * tf.nn.l2_loss(model.get_layer(name).kernel)


# %% wrong tutorials_layers, edited from loop
# says: local3 and local4 decay, whatever
# earns: 0
# - for name in names:
# + for name in ("local3", "local4"):
