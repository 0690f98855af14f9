# says: A faint image was blown up
# earns: 0.6
def standardize(image):
    return (image - image.mean()) / (image.std() + 1e-7)
