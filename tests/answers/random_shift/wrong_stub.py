# says: random_shift returned None
def random_shift(images):
    """Move each image by its own offset."""
    # Your code here.
