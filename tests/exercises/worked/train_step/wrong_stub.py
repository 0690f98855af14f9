# says: not written yet
# earns: 0
def train_step(model, inputs, labels, learning_rate, decay):
    raise NotImplementedError
