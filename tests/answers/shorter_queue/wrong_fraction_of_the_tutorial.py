# says: You wrote 0.4 for the fraction
# earns: 0.5
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * 0.4 / times) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)
