# says: cross_entropy returned None
def cross_entropy(logits, labels):
    """Mean loss of a batch: float (N, K), int (N,) -> one number."""
    # Your code here.
