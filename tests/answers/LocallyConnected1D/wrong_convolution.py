# says: The variable kernel has the shape
import keras


def LocallyConnected1D(filters, size, stride):
    return keras.layers.Conv1D(filters, size, strides=stride, activation="relu")
