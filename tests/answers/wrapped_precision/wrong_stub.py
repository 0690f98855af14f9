# says: wrapped_precision returned 1 value instead of 2
def wrapped_precision(right, batch_size):
    """What the queue reports, and what is exact."""
    # Your code here.
