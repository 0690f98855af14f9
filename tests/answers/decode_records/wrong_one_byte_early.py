# says: Each image starts one byte early
# earns: 0.3
def decode_records(records):
    return records[:, 1:3073].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 1]
