# says: precision_at_k returned None
def precision_at_k(scores, labels, k):
    """Share of images whose label is among the first k."""
    # Your code here.
