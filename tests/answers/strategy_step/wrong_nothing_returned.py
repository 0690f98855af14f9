# says: End it with: return strategy.reduce
# earns: 0.7
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
    strategy.reduce("SUM", losses, axis=None)
