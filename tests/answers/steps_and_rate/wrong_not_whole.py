# says: must be a whole number
# earns: 0.4
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = examples / images * epochs_per_decay
    return images, examples / images * epochs, decay_steps, 0.1 ** (1 + step // decay_steps)
