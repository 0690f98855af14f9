# says: strategy_step returned None
def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    pass
