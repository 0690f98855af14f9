# says: summarise_runs returned 1 value instead of 4
def summarise_runs(curves, steps, target):
    """Mean, maximum, failures and first passages of several runs."""
    # Your code here.
