# says: Your rate falls once only
# earns: 0.8
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    images = devices * batch_size
    steps = examples * epochs // images
    decay_steps = examples * epochs_per_decay // images
    return images, steps, decay_steps, 0.1 if step < decay_steps else 0.01
