# says: Rows and columns are exchanged
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 3, 2, 1), records[:, 1]
