# says: average_gradients returned None
def average_gradients(gradients, images):
    pass
