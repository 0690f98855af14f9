# says: shorter_queue returned 1 value instead of 2
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    """Records read before the first batch, and decay steps."""
    # Your code here.
