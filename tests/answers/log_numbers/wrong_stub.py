# says: is its body written?
def log_numbers(losses, clock, batch_size, every):
    # Your code here.
    return None
