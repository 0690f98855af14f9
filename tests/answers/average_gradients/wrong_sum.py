# says: You added the gradients up
def average_gradients(gradients, images):
    return [sum(one) for one in zip(*gradients)]
