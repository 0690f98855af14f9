# says: random_gray_contrast returned None
def random_gray_contrast(images):
    """Stretch each image about its mean."""
    # Your code here.
