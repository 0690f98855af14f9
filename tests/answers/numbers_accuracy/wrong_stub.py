# says: predict returned None
def numbers_accuracy(images):
    """Scores of images."""
    # Your code here.
