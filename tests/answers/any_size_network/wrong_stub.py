# says: any_size_network returned None. Is its body written
def any_size_network(channels, classes):
    """A network for images of any size."""
