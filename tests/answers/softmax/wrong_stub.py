# says: softmax returned None
def softmax(logits):
    """Probabilities of each row of logits: float (N, K) -> float (N, K)."""
    # Your code here.
