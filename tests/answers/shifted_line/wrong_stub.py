# says: shifted_line returned 1 value instead of 4
def shifted_line(original, shifted, new):
    """The line through models on two test sets."""
    # Your code here.
