# says: random_window returned None
def random_window(images):
    """Cut 28 rows and 20 columns out of each image."""
    # Your code here.
