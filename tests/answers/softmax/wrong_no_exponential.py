# says: without the exponential
# earns: 0
def softmax(logits):
    return logits / logits.sum(axis=1, keepdims=True)
