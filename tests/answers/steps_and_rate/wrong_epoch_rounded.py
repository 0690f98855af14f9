# says: you rounded the steps of one epoch
# earns: 0.4
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    epoch = examples // images
    decay_steps = epoch * epochs_per_decay
    return images, epoch * epochs, decay_steps, 0.1 ** (1 + step // decay_steps)
