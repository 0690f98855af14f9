# says: leave out both label bytes
def decode_records(records):
    images = records[:, 1:].reshape(-1, 3, 32, 32)
    return images.transpose(0, 2, 3, 1), records[:, 1]
