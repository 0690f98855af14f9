# says: still have the channels first
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32), records[:, 1]
