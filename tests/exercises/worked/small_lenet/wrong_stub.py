# says: not written yet
def small_lenet(image_shape, classes):
    raise NotImplementedError
