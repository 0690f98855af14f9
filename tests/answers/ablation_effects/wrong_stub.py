# says: ablation_effects returned 1 value instead of 2
def ablation_effects(right):
    """Main effects, interaction, and their standard errors."""
    # Your code here.
