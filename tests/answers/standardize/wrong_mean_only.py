# says: do not divide
def standardize(image):
    return image - image.mean()
