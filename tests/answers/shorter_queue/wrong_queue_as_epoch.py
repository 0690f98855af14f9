# says: the length of the queue for the length of an epoch
# earns: 0.5
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + batch_size
    return records, int((records - batch_size) / batch_size * 350)
