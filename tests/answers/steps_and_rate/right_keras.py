import keras


def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = batch_size * devices
    decay_steps = int(examples / images * epochs_per_decay)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps, 0.1, staircase=True)
    return images, int(examples / images * epochs), decay_steps, float(schedule(step))
