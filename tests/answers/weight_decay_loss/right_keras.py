import keras


def weight_decay_loss(model, images, labels, decay, names):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    decay_of = keras.regularizers.L2(decay / 2)
    kernels = [layer.kernel for layer in model.layers if layer.name in names]
    return loss(labels, model(images, training=True)) + sum(map(decay_of, kernels))
