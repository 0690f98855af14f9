# says: convolve returned None
def convolve(image, kernel, stride):
    """The cross-correlation of an image with a kernel."""
    # Your code here.
