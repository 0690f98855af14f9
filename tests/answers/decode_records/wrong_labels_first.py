# says: The images come first
def decode_records(records):
    images = records[:, 2:].reshape(-1, 3, 32, 32)
    return records[:, 1], images.transpose(0, 2, 3, 1)
