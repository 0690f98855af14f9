from keras import Input, Sequential
from keras.layers import Activation, AveragePooling2D, Conv2D, Dense, Flatten


def lenet(image_shape, classes):
    net = Sequential([Input(image_shape)])
    for name, filters in (("conv1", 6), ("conv2", 16)):
        net.add(Conv2D(filters, (5, 5), padding="valid", name=name))
        net.add(Activation("tanh"))
        net.add(AveragePooling2D(2))
    net.add(Flatten())
    for name, units in (("hidden1", 120), ("hidden2", 84)):
        net.add(Dense(units, "tanh", name=name))
    net.add(Dense(classes, name="softmax_linear"))
    return net
