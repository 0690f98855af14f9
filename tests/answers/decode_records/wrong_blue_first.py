# says: Red and blue are exchanged
# earns: 0.3
def decode_records(records):
    images = records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return images[..., ::-1], records[:, 1]
