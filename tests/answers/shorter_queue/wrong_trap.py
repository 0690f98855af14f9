# says: Here is the trap
# earns: 0.5
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    examples_per_epoch /= times
    records = int(examples_per_epoch * fraction) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)
