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
