# says: standardize returned None
def standardize(image):
    """One image with mean 0 and standard deviation 1."""
    # Your code here.
