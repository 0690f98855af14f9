"""Answers to ``train_step``."""

# %% right keras
import keras
import tensorflow as tf


def train_step(model, inputs, labels, learning_rate, decay):
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate)
    with tf.GradientTape() as tape:
        squares = [tf.reduce_sum(layer.kernel**2) for layer in model.layers]
        loss = loss_of(labels, model(inputs)) + decay / 2 * tf.add_n(squares)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss.numpy()


# %% right tape
import tensorflow as tf


def train_step(model, inputs, labels, learning_rate, decay):
    with tf.GradientTape() as tape:
        logits = model(inputs, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for kernel in (v for v in model.trainable_variables if v.name == "kernel"):
            loss += decay * tf.nn.l2_loss(kernel)
    for variable, gradient in zip(
        model.trainable_variables, tape.gradient(loss, model.trainable_variables)
    ):
        variable.assign_sub(learning_rate * gradient)
    return loss


# %% wrong stub
# says: not written yet
# earns: 0
def train_step(model, inputs, labels, learning_rate, decay):
    raise NotImplementedError


# %% wrong biases, edited from tape
# says: decay the biases, too
# earns: 0
# -         for kernel in (v for v in model.trainable_variables if v.name == "kernel"):
# -             loss += decay * tf.nn.l2_loss(kernel)
# +         for variable in model.trainable_variables:
# +             loss += decay * tf.nn.l2_loss(variable)


# %% wrong first_batch
# says: Each step uses its own batch
# earns: 0.7
import tensorflow as tf

kept = {}


def train_step(model, inputs, labels, learning_rate, decay):
    inputs, labels, _ = kept.setdefault(id(model), (inputs, labels, model))
    with tf.GradientTape() as tape:
        logits = model(inputs, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        for layer in model.layers:
            loss += decay * tf.nn.l2_loss(layer.kernel)
    variables = model.trainable_variables
    for variable, gradient in zip(variables, tape.gradient(loss, variables)):
        variable.assign_sub(learning_rate * gradient)
    return loss


# %% wrong no_decay, edited from tape
# says: lacks the weight decay
# earns: 0
# -         )
# -         for kernel in (v for v in model.trainable_variables if v.name == "kernel"):
# -             loss += decay * tf.nn.l2_loss(kernel)
# +         )


# %% wrong no_return, edited from tape
# says: The loss returned None
# earns: 0.3
# -         variable.assign_sub(learning_rate * gradient)
# -     return loss
# +         variable.assign_sub(learning_rate * gradient)


# %% wrong no_update, edited from tape
# says: No variable changed
# earns: 0.4
# -     for variable, gradient in zip(
# -         model.trainable_variables, tape.gradient(loss, model.trainable_variables)
# -     ):
# -         variable.assign_sub(learning_rate * gradient)
# +     tape.gradient(loss, model.trainable_variables)


# %% wrong twice, edited from tape
# says: twice as large
# earns: 0
# - loss += decay * tf.nn.l2_loss(kernel)
# + loss += decay * tf.reduce_sum(kernel**2)


# %% wrong way, edited from tape
# says: Subtract the gradients
# earns: 0.4
# - variable.assign_sub(learning_rate * gradient)
# + variable.assign_add(learning_rate * gradient)
