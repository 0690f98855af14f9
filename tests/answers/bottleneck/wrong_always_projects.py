# says: the shortcut is x itself
# earns: 0.65
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if True:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(shortcut)
        shortcut = layers.BatchNormalization(name=f"{name}_projection_norm")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))
