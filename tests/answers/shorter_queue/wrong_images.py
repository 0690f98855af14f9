# says: You count images, not steps
# earns: 0.5
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = int(examples_per_epoch * fraction / times) + batch_size
    return records, examples_per_epoch * 350
