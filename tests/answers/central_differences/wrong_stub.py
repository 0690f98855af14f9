# says: central_differences returned None
def central_differences(function, point, step):
    """Derivatives of a function at a point, measured: an array of the point's shape."""
    # Your code here.
