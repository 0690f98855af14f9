# says: but did not divide
def average_gradients(gradients, images):
    return [sum(n * g for n, g in zip(images, one)) for one in zip(*gradients)]
