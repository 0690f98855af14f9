# says: `decay_steps` ignores the devices
# earns: 0.5
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    decay_steps = examples * epochs_per_decay // batch_size
    return images, examples * epochs // images, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
