# says: lenet returned None
def lenet(image_shape, classes):
    """LeNet-5 for images of any size."""
    # Your code here.
