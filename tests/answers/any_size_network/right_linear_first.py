import keras


class Network(keras.Model):
    """The linear layer at each position, then the mean: the same, since both are linear."""

    def __init__(self, classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")
        self.conv2 = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")
        self.pool = keras.layers.AveragePooling2D(2)
        self.linear = keras.layers.Dense(classes, name="softmax_linear")

    def call(self, images):
        scores = self.linear(self.conv2(self.pool(self.conv1(images))))
        return keras.ops.mean(scores, axis=(1, 2))


def any_size_network(channels, classes):
    return Network(classes)
