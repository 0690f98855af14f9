"""Answers to ``clipped_step``."""

# %% right clip_by_global_norm
import keras
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for variable in model.trainable_variables:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, model.trainable_variables)
    gradients, norm = tf.clip_by_global_norm(gradients, limit)
    optimizer = keras.optimizers.SGD(learning_rate)
    optimizer.apply(gradients, model.trainable_variables)
    return float(loss), float(norm)


# %% right decay_by_hand
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
    gradients = tape.gradient(loss, model.trainable_variables)
    for place, variable in enumerate(model.trainable_variables):
        if len(variable.shape) > 1:
            loss += decay / 2 * tf.reduce_sum(tf.square(variable))
            gradients[place] += decay * variable
    norm = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(g)) for g in gradients]))
    if norm > limit:
        gradients = [g * limit / norm for g in gradients]
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign(variable - learning_rate * gradient)
    return loss, norm


# %% right keras
import keras
import numpy as np
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate, global_clipnorm=limit)
    with tf.GradientTape() as tape:
        kernels = [layer.kernel for layer in model.layers]
        loss = cross_entropy(labels, model(images)) + decay / 2 * tf.add_n(
            [tf.reduce_sum(kernel**2) for kernel in kernels]
        )
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss, np.sqrt(sum(np.sum(np.square(gradient)) for gradient in gradients))


# %% right tape
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for variable in model.trainable_variables:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = tf.linalg.global_norm(gradients)
    factor = tf.minimum(1.0, limit / norm)
    for variable, gradient in zip(model.trainable_variables, gradients):
        variable.assign_sub(learning_rate * factor * gradient)
    return loss, norm


# %% wrong stub
# says: clipped_step returned None
# earns: 0
def clipped_step(model, images, labels, learning_rate, decay, limit):
    # Your code here.
    return None


# %% wrong always, edited from tape
# says: You lengthen short gradients
# earns: 0.75
# - factor = tf.minimum(1.0, limit / norm)
# + factor = limit / norm


# %% wrong biases, edited from tape
# says: You decay the biases, too
# earns: 0
# -             if variable.name == "kernel":
# -                 loss += decay * tf.nn.l2_loss(variable)
# +             loss += decay * tf.nn.l2_loss(variable)


# %% wrong by_value, edited from tape
# says: You cut off every number of the gradients
# earns: 0.4
# -     factor = tf.minimum(1.0, limit / norm)
# +     gradients = [tf.clip_by_value(gradient, -limit, limit) for gradient in gradients]
# +     factor = 1.0


# %% wrong each_by_itself, edited from tape
# says: You shorten each variable's gradient by itself
# earns: 0.4
# -     factor = tf.minimum(1.0, limit / norm)
# +     gradients = [tf.clip_by_norm(gradient, limit) for gradient in gradients]
# +     factor = 1.0


# %% wrong each_image, edited from tape
# says: Your loss has a number for each image
# earns: 0.35
# -         loss = tf.reduce_mean(
# -             tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
# -         )
# +         loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)


# %% wrong largest_norm, edited from tape
# says: That is the largest norm of one variable
# earns: 0.2
# - norm = tf.linalg.global_norm(gradients)
# + norm = tf.reduce_max([tf.norm(gradient) for gradient in gradients])


# %% wrong late_decay, edited from tape
# says: Your gradient is that of the cross-entropy alone
# earns: 0.2
# -         )
# -         for variable in model.trainable_variables:
# -             if variable.name == "kernel":
# -                 loss += decay * tf.nn.l2_loss(variable)
# -     gradients = tape.gradient(loss, model.trainable_variables)
# +         )
# +     gradients = tape.gradient(loss, model.trainable_variables)
# +     for layer in model.layers:
# +         loss += decay * tf.nn.l2_loss(layer.kernel)


# %% wrong loss_after, edited from tape
# says: That is the loss after the update
# earns: 0.55
# -         variable.assign_sub(learning_rate * factor * gradient)
# +         variable.assign_sub(learning_rate * factor * gradient)
# +     loss = tf.reduce_mean(
# +         tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
# +     )
# +     for layer in model.layers:
# +         loss += decay * tf.nn.l2_loss(layer.kernel)


# %% wrong no_decay, edited from tape
# says: Your loss lacks the weight decay
# earns: 0
# -         )
# -         for variable in model.trainable_variables:
# -             if variable.name == "kernel":
# -                 loss += decay * tf.nn.l2_loss(variable)
# +         )


# %% wrong no_rate, edited from tape
# says: Your step lacks the learning rate
# earns: 0.4
# - variable.assign_sub(learning_rate * factor * gradient)
# + variable.assign_sub(factor * gradient)


# %% wrong norm_after, edited from tape
# says: You return the norm of the shortened gradients
# earns: 0.8
# - return loss, norm
# + return loss, factor * norm


# %% wrong norms, edited from tape
# says: Your norm is no single number
# earns: 0.55
# -     norm = tf.linalg.global_norm(gradients)
# -     factor = tf.minimum(1.0, limit / norm)
# +     norm = [tf.norm(gradient) for gradient in gradients]
# +     gradients, _ = tf.clip_by_global_norm(gradients, limit)
# +     factor = 1.0


# %% wrong not_clipped, edited from tape
# says: Your step is not shortened
# earns: 0.4
# - factor = tf.minimum(1.0, limit / norm)
# + factor = 1.0


# %% wrong of_probabilities
# says: takes the logits for probabilities
# earns: 0
import keras
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        each = keras.losses.sparse_categorical_crossentropy(labels, logits)
        kernels = [v for v in model.trainable_variables if v.name == "kernel"]
        loss = tf.reduce_mean(each) + decay * sum(tf.nn.l2_loss(kernel) for kernel in kernels)
    gradients = tape.gradient(loss, model.trainable_variables)
    clipped, norm = tf.clip_by_global_norm(gradients, limit)
    for variable, gradient in zip(model.trainable_variables, clipped):
        variable.assign_sub(learning_rate * gradient)
    return loss, norm


# %% wrong order
# says: You exchanged the two results
# earns: 0.35
import keras
import tensorflow as tf


def clipped_step(model, images, labels, learning_rate, decay, limit):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        each = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        kernels = [v for v in model.trainable_variables if v.name == "kernel"]
        loss = tf.reduce_mean(each) + decay * sum(tf.nn.l2_loss(kernel) for kernel in kernels)
    gradients = tape.gradient(loss, model.trainable_variables)
    clipped, norm = tf.clip_by_global_norm(gradients, limit)
    for variable, gradient in zip(model.trainable_variables, clipped):
        variable.assign_sub(learning_rate * gradient)
    return norm, loss


# %% wrong squared_norm, edited from tape
# says: You return the square of the norm
# earns: 0.55
# - return loss, norm
# + return loss, norm**2


# %% wrong sum, edited from tape
# says: You add up the cross-entropies
# earns: 0
# - loss = tf.reduce_mean(
# + loss = tf.reduce_sum(


# %% wrong sum_of_norms, edited from tape
# says: You add up the norms of the variables
# earns: 0.2
# - norm = tf.linalg.global_norm(gradients)
# + norm = tf.add_n([tf.norm(gradient) for gradient in gradients])


# %% wrong unmoved, edited from tape
# says: No variable changed
# earns: 0.4
# -     norm = tf.linalg.global_norm(gradients)
# -     factor = tf.minimum(1.0, limit / norm)
# -     for variable, gradient in zip(model.trainable_variables, gradients):
# -         variable.assign_sub(learning_rate * factor * gradient)
# +     norm = tf.linalg.global_norm(gradients)


# %% wrong up, edited from tape
# says: The variables move the wrong way
# earns: 0.4
# - variable.assign_sub(learning_rate * factor * gradient)
# + variable.assign_add(learning_rate * factor * gradient)


# %% wrong whole_squares, edited from tape
# says: twice as large as asked for
# earns: 0
# - loss += decay * tf.nn.l2_loss(variable)
# + loss += decay * tf.reduce_sum(variable**2)
