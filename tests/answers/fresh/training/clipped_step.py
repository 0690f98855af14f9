"""Fresh answers to ``clipped_step``."""

# %% right solution
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    """One step of descent with decay and clipping; returns loss and norm, both before it."""
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=model(images, training=True)
        )
        loss = tf.reduce_mean(losses)
        for variable in weights:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    factor = tf.minimum(1.0, limit / norm)
    for variable, gradient in zip(weights, gradients, strict=True):
        variable.assign_sub(learning_rate * factor * gradient)
    return loss, norm


# %% right by_hand
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    weights = model.trainable_weights
    with tf.GradientTape() as tape:
        log_p = tf.nn.log_softmax(model(images))
        own = tf.gather(log_p, labels, axis=1, batch_dims=1)
        kernels = [v for v in weights if v.name == "kernel"]
        penalty = sum(0.5 * tf.reduce_sum(tf.square(k)) for k in kernels)
        loss = decay * penalty - tf.reduce_mean(own)
    gradients = tape.gradient(loss, weights)
    norm = tf.sqrt(sum(tf.reduce_sum(g**2) for g in gradients))
    if norm > limit:
        gradients = [g * (limit / norm) for g in gradients]
    for variable, gradient in zip(weights, gradients, strict=True):
        variable.assign(variable - learning_rate * gradient)
    return [float(loss), float(norm)]


# %% right sgd
import keras
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    variables = list(model.trainable_variables)
    with tf.GradientTape() as tape:
        loss = entropy(labels, model(images, training=True))
        for layer in model.layers:
            if hasattr(layer, "kernel"):
                loss += decay / 2 * tf.reduce_sum(layer.kernel**2)
    gradients = tape.gradient(loss, variables)
    norm = tf.linalg.global_norm(gradients)
    sgd = keras.optimizers.SGD(learning_rate, global_clipnorm=float(limit))
    sgd.apply_gradients(zip(gradients, variables, strict=True))
    return loss.numpy(), norm.numpy()


# %% right maximum
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images)
        target = tf.one_hot(labels, tf.shape(logits)[1])
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(target, logits))
        kernels = [w for w in model.weights if w.path.endswith("/kernel")]
        loss = loss + decay * tf.add_n([tf.nn.l2_loss(tf.convert_to_tensor(k)) for k in kernels])
    gradients = tape.gradient(loss, model.trainable_variables)
    flat = tf.concat([tf.reshape(g, [-1]) for g in gradients], 0)
    norm = tf.norm(flat)
    for v, g in zip(model.trainable_variables, gradients, strict=True):
        v.assign_add(-learning_rate * limit / tf.maximum(norm, limit) * g)
    return loss, norm


# %% right array_of_two
import numpy as np
import tensorflow as tf


@tf.function
def gradients_of(model, images, labels, decay):
    with tf.GradientTape() as tape:
        entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(images))
        loss = tf.reduce_mean(entropy)
        for v in model.trainable_variables:
            loss += decay * tf.nn.l2_loss(v) if v.name == "kernel" else 0.0
    return loss, tape.gradient(loss, model.trainable_variables)


def clipped_step(model, images, labels, learning_rate, decay, limit):
    loss, gradients = gradients_of(model, images, labels, decay)
    norm = np.sqrt(sum(float(np.sum(np.square(np.asarray(g, np.float64)))) for g in gradients))
    scale = limit / norm if norm > limit else 1.0
    for v, g in zip(model.trainable_variables, gradients, strict=True):
        v.assign(np.asarray(v) - learning_rate * scale * np.asarray(g))
    return np.array([float(loss), norm])


# %% wrong limit_on_step, edited from solution
# about: rate|limit|norm
# - limit / norm)
# + limit / (learning_rate * norm))


# %% wrong norm_of_clipped_reported, edited from solution
# about: before clipping|norm
# - return loss, norm
# + return loss, tf.minimum(norm, limit)


# %% wrong decay_halved, edited from solution
# about: decay|half
# - decay * tf.nn.l2_loss(variable)
# + decay / 2 * tf.nn.l2_loss(variable)


# %% wrong decay_by_rank, edited from solution
# about: decay|kernel|convolution
# - if variable.name == "kernel":
# + if len(variable.shape) == 2:


# %% wrong decay_not_in_loss, edited from solution
# about: decay|loss
# - return loss, norm
# + return tf.reduce_mean(losses), norm


# %% wrong first_variable_only, edited from solution
# about: variable|all|each
# - for variable, gradient in zip(weights, gradients, strict=True):
# + for variable, gradient in zip(weights[:1], gradients[:1], strict=True):


# %% wrong halfway, edited from solution
# about: limit|factor|clip
# - tf.minimum(1.0, limit / norm)
# + limit / (limit + norm)


# %% wrong kernels_alone_clipped
# about: bias|all variables|one factor|norm
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=labels, logits=model(images, training=True)
            )
        )
        for variable in weights:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    factor = tf.minimum(1.0, limit / norm)
    for variable, gradient in zip(weights, gradients, strict=True):
        clip = factor if variable.name == "kernel" else 1.0
        variable.assign_sub(learning_rate * clip * gradient)
    return loss, norm


# %% wrong two_steps, edited from solution
# about: one step|twice|length
# - variable.assign_sub(learning_rate * factor * gradient)
# + variable.assign_sub(learning_rate * factor * gradient)
# +         variable.assign_sub(learning_rate * factor * gradient)


# %% wrong unit_length, edited from solution
# about: limit|length
# - tf.minimum(1.0, limit / norm)
# + tf.minimum(1.0, 1.0 / norm)


# %% wrong clipped_twice, edited from solution
# about: clip|twice|factor|limit
# - learning_rate * factor * gradient
# + learning_rate * factor * factor * gradient
