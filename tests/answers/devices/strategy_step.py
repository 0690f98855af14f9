"""Answers to ``strategy_step``."""

# %% right by_hand
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    def replica_step(images, labels):
        with tf.GradientTape() as tape:
            entropies = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=labels, logits=model(images, training=True)
            )
            loss = tf.reduce_sum(entropies) / global_batch
            for variable in model.trainable_variables:
                if variable.name == "kernel":
                    loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    losses = strategy.run(replica_step, args=(images, labels))
    return strategy.reduce("SUM", losses, axis=None)


# %% right local_results
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    def replica_step(images, labels):
        with tf.GradientTape() as tape:
            logits = model(images)
            top = tf.reduce_logsumexp(logits, axis=1)
            right = tf.gather(logits, labels, axis=1, batch_dims=1)
            share = tf.cast(tf.shape(labels)[0], tf.float32) / global_batch
            kernels = [v for v in model.trainable_variables if len(v.shape) == 2]
            penalty = decay / 2 * tf.add_n([tf.reduce_sum(tf.square(k)) for k in kernels])
            loss = share * (tf.reduce_mean(top - right) + penalty)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return loss

    losses = strategy.run(replica_step, args=(images, labels))
    return tf.add_n(strategy.experimental_local_results(losses))


# %% right tf_nn
import keras
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    @tf.function
    def replica_step(x, y):
        kernels = [layer.kernel for layer in model.layers if hasattr(layer, "kernel")]
        with tf.GradientTape() as tape:
            loss = tf.nn.compute_average_loss(entropy(y, model(x)), global_batch_size=global_batch)
            loss += tf.nn.scale_regularization_loss(
                decay / 2 * tf.add_n([tf.reduce_sum(k**2) for k in kernels])
            )
        optimizer.apply_gradients(
            zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        )
        return loss

    per_replica = strategy.run(replica_step, args=(images, labels))
    return strategy.reduce(tf.distribute.ReduceOp.SUM, per_replica, axis=None)


# %% wrong stub
# says: strategy_step returned None
# earns: 0
def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    pass


# %% wrong added_twice, edited from by_hand
# says: Do not add them up yourself
# earns: 0.4
# -         gradients = tape.gradient(loss, model.trainable_variables)
# +         gradients = tape.gradient(loss, model.trainable_variables)
# +         context = tf.distribute.get_replica_context()
# +         gradients = context.all_reduce("SUM", gradients)


# %% wrong biases_decay, edited from by_hand
# says: The biases decay, too
# earns: 0.1
# - if variable.name == "kernel":
# + if True:


# %% wrong decay_divided, edited from by_hand
# says: it belongs to no image
# earns: 0.1
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay * tf.nn.l2_loss(variable) / global_batch


# %% wrong decay_halved, edited from by_hand
# says: tf.nn.l2_loss has halved the sum of squares
# earns: 0.1
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay / 2 * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync


# %% wrong decay_twice, edited from by_hand
# says: Divide it by strategy.num_replicas_in_sync
# earns: 0.1
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay * tf.nn.l2_loss(variable)


# %% wrong divided_twice, edited from by_hand
# says: The loss is half of what it should be
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_sum(entropies) / global_batch / 2
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay * tf.nn.l2_loss(variable) / 4


# %% wrong float, edited from by_hand
# says: float() argument must be a string or a real number
# earns: 0
# - return loss
# + return float(loss)


# %% wrong mean_and_mean, edited from by_hand
# says: The loss is the mean of the replicas' means
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_mean(entropies)
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay * tf.nn.l2_loss(variable)
# - return strategy.reduce("SUM", losses, axis=None)
# + return strategy.reduce("MEAN", losses, axis=None)


# %% wrong mean_and_sum, edited from by_hand
# says: The loss is about twice too large
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_mean(entropies)
# - loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# + loss += decay * tf.nn.l2_loss(variable)


# %% wrong mean_and_sum_decay_once, edited from by_hand
# says: The cross-entropy is about twice too large
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_mean(entropies)


# %% wrong mean_of_means, edited from by_hand
# says: one replica has one image more
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_mean(entropies) / 2


# %% wrong no_decay, edited from by_hand
# says: The loss lacks the weight decay
# earns: 0.1
# - if variable.name == "kernel":
# + if variable.name == "no such":


# %% wrong no_update, edited from by_hand
# says: No variable changed
# earns: 0.4
# - with tf.GradientTape() as tape:
# + with tf.GradientTape():
# -                     loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync
# -         gradients = tape.gradient(loss, model.trainable_variables)
# -         optimizer.apply(gradients, model.trainable_variables)
# +                     loss += decay * tf.nn.l2_loss(variable) / strategy.num_replicas_in_sync


# %% wrong not_divided, edited from by_hand
# says: not divided by global_batch
# earns: 0.1
# - loss = tf.reduce_sum(entropies) / global_batch
# + loss = tf.reduce_sum(entropies)


# %% wrong not_reduced, edited from by_hand
# says: returned a loss for each replica
# earns: 0.7
# - return strategy.reduce("SUM", losses, axis=None)
# + return losses


# %% wrong nothing_returned, edited from by_hand
# says: End it with: return strategy.reduce
# earns: 0.7
# - return strategy.reduce("SUM", losses, axis=None)
# + strategy.reduce("SUM", losses, axis=None)


# %% wrong reduce_mean, edited from by_hand
# says: reduce with "SUM", not with "MEAN"
# earns: 0.7
# - return strategy.reduce("SUM", losses, axis=None)
# + return strategy.reduce("MEAN", losses, axis=None)
