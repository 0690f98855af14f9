# says: decode_records returned 1 value instead of 2
def decode_records(records):
    """Images and fine labels of records."""
    # Your code here.
