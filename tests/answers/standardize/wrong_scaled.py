# says: You divide by 255. Subtract
def standardize(image):
    return image / 255
