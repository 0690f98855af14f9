import keras


def conv_cost(height, width, channels, filters, size, stride, padding):
    images = keras.Input((height, width, channels))
    layer = keras.layers.Conv2D(filters, size, strides=stride, padding=padding)
    _, rows, columns, _ = layer(images).shape
    return layer.count_params(), rows * columns * layer.kernel.shape.num_elements()
