"""Fresh answers to ``strategy_step``."""

# %% right solution
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    """One step of all replicas -> loss of the whole batch before it."""

    def replica_step(images, labels):
        with tf.GradientTape() as tape:
            entropies = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=labels, logits=model(images, training=True)
            )
            kernels = [tf.nn.l2_loss(v) for v in model.trainable_variables if v.name == "kernel"]
            loss = tf.reduce_sum(entropies) / global_batch
            loss += decay * tf.add_n(kernels) / strategy.num_replicas_in_sync
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    losses = strategy.run(replica_step, args=(images, labels))
    return strategy.reduce("SUM", losses, axis=None)


# %% right keras_sum
import keras
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")

    def step(x, y):
        with tf.GradientTape() as tape:
            penalty = [
                tf.reduce_sum(v * v) for v in model.trainable_variables if v.name == "kernel"
            ]
            loss = entropy(y, model(x, training=True)) / global_batch
            loss += decay / 2 / strategy.num_replicas_in_sync * tf.add_n(penalty)
        optimizer.apply_gradients(
            zip(
                tape.gradient(loss, model.trainable_variables),
                model.trainable_variables,
                strict=True,
            )
        )
        return loss

    return strategy.reduce(tf.distribute.ReduceOp.SUM, strategy.run(step, (images, labels)), None)


# %% right log_softmax
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    replicas = strategy.num_replicas_in_sync

    def replica(x, y):
        weights = model.trainable_variables
        with tf.GradientTape() as tape:
            log_p = tf.nn.log_softmax(model(x))
            own = tf.reduce_sum(tf.one_hot(y, log_p.shape[-1]) * log_p)
            loss = -own / tf.cast(global_batch, log_p.dtype)
            for w in weights:
                if "kernel" in w.name:
                    loss = loss + decay * tf.nn.l2_loss(w) / replicas
        optimizer.apply(tape.gradient(loss, weights), weights)
        return loss

    parts = strategy.experimental_local_results(strategy.run(replica, args=(images, labels)))
    return tf.reduce_sum(tf.stack(parts))


# %% right decay_by_hand
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    def replica(x, y):
        weights = model.trainable_variables
        with tf.GradientTape() as tape:
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
            loss = tf.reduce_sum(each) / global_batch
        gradients = tape.gradient(loss, weights)
        share = decay / strategy.num_replicas_in_sync
        for place, w in enumerate(weights):
            if w.name == "kernel":
                loss += share * tf.nn.l2_loss(w)
                gradients[place] += share * tf.convert_to_tensor(w)
        optimizer.apply(gradients, weights)
        return loss

    return strategy.reduce("sum", strategy.run(replica, args=(images, labels)), axis=None)


# %% right share_of_images
import tensorflow as tf


def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    def replica(x, y):
        with tf.GradientTape() as tape:
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
            kernels = [v for v in model.trainable_variables if v.path.endswith("kernel")]
            penalty = decay * sum(tf.nn.l2_loss(k) for k in kernels)
            loss = tf.reduce_sum(each + penalty) / global_batch
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    return strategy.reduce("SUM", strategy.run(replica, args=(images, labels)), axis=None)


# %% wrong divided_by_replicas_too, edited from solution
# about: divide|twice|global_batch|replicas|half
# - tf.reduce_sum(entropies) / global_batch
# + tf.reduce_sum(entropies) / global_batch / strategy.num_replicas_in_sync


# %% wrong mean_over_own_images, edited from solution
# about: global_batch|mean|own images|sum
# - tf.reduce_sum(entropies) / global_batch
# + tf.reduce_mean(entropies)


# %% wrong largest_part, edited from solution
# about: global_batch|differ|size|unequal|mean
# - tf.reduce_sum(entropies) / global_batch
# + tf.reduce_mean(entropies) / strategy.num_replicas_in_sync


# %% wrong decay_everywhere_whole, edited from solution
# about: decay|replica
# - decay * tf.add_n(kernels) / strategy.num_replicas_in_sync
# + decay * tf.add_n(kernels)


# %% wrong all_variables_decay, edited from solution
# about: decay|bias|kernel
# - [tf.nn.l2_loss(v) for v in model.trainable_variables if v.name == "kernel"]
# + [tf.nn.l2_loss(v) for v in model.trainable_variables]


# %% wrong decay_doubled, edited from solution
# about: decay|half|twice
# - tf.nn.l2_loss(v) for
# + tf.reduce_sum(v * v) for


# %% wrong first_replica_reported, edited from solution
# about: all replicas|reduce|sum|loss
# - strategy.reduce("SUM", losses, axis=None)
# + strategy.experimental_local_results(losses)[0]


# %% wrong mean_reported, edited from solution
# about: sum|reduce|loss
# - strategy.reduce("SUM", losses, axis=None)
# + strategy.reduce("MEAN", losses, axis=None)


# %% wrong gradients_scaled, edited from solution
# about: step|gradient|twice|replica
# - optimizer.apply(gradients,
# + optimizer.apply([g * strategy.num_replicas_in_sync for g in gradients],


# %% wrong one_variable_updated, edited from solution
# about: variable|update|all
# - optimizer.apply(gradients, model.trainable_variables)
# + optimizer.apply(gradients[-2:], model.trainable_variables[-2:])


# %% wrong fixed_batch, edited from solution
# about: global_batch|images|divide
# - / global_batch
# + / 128
