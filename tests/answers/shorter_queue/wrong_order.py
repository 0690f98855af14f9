# says: You return the decay steps first
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + batch_size
    return int(examples_per_epoch / batch_size * 350), records
