# says: they are means already
def average_gradients(gradients, images):
    return [sum(one) / sum(images) for one in zip(*gradients)]
