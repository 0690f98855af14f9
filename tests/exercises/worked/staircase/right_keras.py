import keras


def staircase(initial, decay_steps, factor):
    return keras.optimizers.schedules.ExponentialDecay(initial, decay_steps, factor, staircase=True)
