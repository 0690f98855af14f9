# says: paired_difference returned 1 value instead of 2
def paired_difference(first_scores, second_scores, labels):
    """Difference of two precisions, and its standard error."""
    # Your code here.
