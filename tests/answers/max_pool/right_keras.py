import keras


def max_pool(image, size, stride):
    layer = keras.layers.MaxPooling2D(size, strides=stride, padding="same")
    return layer(image[None])[0].numpy()
