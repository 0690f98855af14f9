import keras
import tensorflow as tf

compiled = {}


def tower_step(model, images, labels, devices, learning_rate, decay):
    if id(model) not in compiled:
        compiled[id(model)] = (make(model, devices, learning_rate, decay), model)
    return compiled[id(model)][0](images, labels)


def make(model, devices, learning_rate, decay):
    optimizer = keras.optimizers.SGD(learning_rate)
    optimizer.build(model.trainable_variables)
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")

    @tf.function
    def step(images, labels):
        towers = []
        count = images.shape[0]
        sizes = [count - count // 2, count // 2]
        for device, x, y in zip(devices, tf.split(images, sizes), tf.split(labels, sizes)):
            with tf.device(device), tf.GradientTape() as tape:
                loss = entropy(y, model(x, training=True)) / count
            towers.append((loss, tape.gradient(loss, model.trainable_variables)))
        with tf.GradientTape() as tape:
            penalty = (
                decay
                / 2
                * sum(
                    tf.reduce_sum(layer.kernel**2)
                    for layer in model.layers
                    if hasattr(layer, "kernel")
                )
            )
        towers.append((penalty, tape.gradient(penalty, model.trainable_variables)))
        loss = tf.add_n([loss for loss, _ in towers])
        gradients = [
            tf.add_n([one for one in of_towers if one is not None])
            for of_towers in zip(*(gradients for _, gradients in towers))
        ]
        optimizer.apply(gradients, model.trainable_variables)
        return loss, gradients

    return step
