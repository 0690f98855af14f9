# says: You round to the nearest whole number
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = round(examples_per_epoch * fraction / times) + batch_size
    return records, round(examples_per_epoch / batch_size * 350)
