# says: group_split returned None. Is its body written
def group_split(groups, share):
    """Which images are for training."""
