# says: bottleneck returned None
def bottleneck(x, channels, stride, name):
    """A residual block of three convolutions."""
    # Your code here.
