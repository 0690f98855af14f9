# says: finite_precision returned None
def finite_precision(scores, labels):
    """Precision @ 1 that no NaN and no tie flatters."""
    # Your code here.
