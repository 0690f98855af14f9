# says: You returned the first tower's gradients
def average_gradients(gradients, images):
    return gradients[0]
