# says: End it with: return mean, maximum, failures, first_passages. So far it returns None
def summarise_runs(curves, steps, target):
    """Mean, maximum, failures and first passages of several runs."""
    # Your code here.
