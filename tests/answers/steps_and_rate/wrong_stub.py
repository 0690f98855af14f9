# says: returned 1 value instead of 4
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    pass
