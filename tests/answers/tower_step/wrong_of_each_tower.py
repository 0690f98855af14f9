# says: You returned the gradients of each tower
# earns: 0.2
import tensorflow as tf


def tower_step(model, images, labels, devices, learning_rate, decay):
    first = (len(images) + 1) // 2
    parts = [(images[:first], labels[:first]), (images[first:], labels[first:])]
    losses, gradients, weights = [], [], []
    for device, (x, y) in zip(devices, parts, strict=True):
        with tf.device(device), tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
            )
            for variable in model.trainable_variables:
                if variable.name == "kernel":
                    loss += decay * tf.nn.l2_loss(variable)
        gradients.append(tape.gradient(loss, model.trainable_variables))
        losses.append(loss)
        weights.append(len(x) / len(images))
    return sum(w * loss for w, loss in zip(weights, losses, strict=True)), gradients
