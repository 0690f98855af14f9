# says: predict returned None
def first_cnn_accuracy(images):
    """Scores of images."""
    # Your code here.
