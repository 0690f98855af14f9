# says: tower_step returned None
def tower_step(model, images, labels, devices, learning_rate, decay):
    pass
