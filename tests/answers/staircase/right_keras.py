import keras


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    schedule = keras.optimizers.schedules.ExponentialDecay(
        first_rate, length, factor, staircase=True
    )
    return [float(schedule(step)) for step in steps]
