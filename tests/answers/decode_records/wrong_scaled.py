# says: do not divide by 255
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1) / 255, records[:, 1]
