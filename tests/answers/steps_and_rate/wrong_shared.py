# says: the devices share one batch
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = batch_size / devices
    decay_steps = int(examples / images * epochs_per_decay)
    return images, int(examples / images * epochs), decay_steps, 0.1 ** (1 + step // decay_steps)
