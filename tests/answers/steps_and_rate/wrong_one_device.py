# says: ignores the devices
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    steps = examples * epochs // batch_size
    decay_steps = examples * epochs_per_decay // batch_size
    return batch_size, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
