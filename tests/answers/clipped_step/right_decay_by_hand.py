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
