# says: exact_interval returned 1 value instead of 2
def exact_interval(correct, total, confidence):
    """The shares that a count leaves possible."""
    # Your code here.
