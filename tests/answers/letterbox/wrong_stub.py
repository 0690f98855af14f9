# says: letterbox returned None. Is its body written
def letterbox(image, size):
    """Fit an image into a square."""
