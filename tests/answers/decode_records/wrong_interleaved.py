# says: nine small gray copies
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 32, 32, 3), records[:, 1]
