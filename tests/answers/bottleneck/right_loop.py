import keras
from keras import layers


def normalised(x, filters, size, stride, conv, norm):
    x = layers.Conv2D(filters, size, stride, "same", use_bias=False, name=conv)(x)
    return layers.BatchNormalization(momentum=0.9, name=norm)(x)


def bottleneck(x, channels, stride, name):
    inner, y = channels // 4, x
    for index, (filters, size, step) in enumerate(
        [(inner, 1, 1), (inner, 3, stride), (channels, 1, 1)], start=1
    ):
        if index > 1:
            y = keras.activations.relu(y)
        y = normalised(y, filters, size, step, f"{name}_conv{index}", f"{name}_norm{index}")
    same = stride == 1 and x.shape[3] == channels
    if not same:
        x = layers.AvgPool2D(stride, stride, "same")(x)
        x = normalised(x, channels, 1, 1, f"{name}_projection", f"{name}_projection_norm")
    return keras.activations.relu(x + y)
