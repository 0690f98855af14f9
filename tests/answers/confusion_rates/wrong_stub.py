# says: confusion_rates returned None
def confusion_rates(scores, labels):
    """What is taken for what."""
    # Your code here.
