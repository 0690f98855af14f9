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
