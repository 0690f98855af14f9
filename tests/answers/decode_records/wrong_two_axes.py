# says: Your labels have two axes
# earns: 0.7
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 1:2]
