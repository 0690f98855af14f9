# says: You wrote 128 for the batch
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + 128
    return records, int(examples_per_epoch / 128 * 350)
