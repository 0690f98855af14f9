# says: returned 1 value instead of 2. End it with: return images, labels.
def decode_mat(X, y, classes):
    """Images first, and labels from 0."""
