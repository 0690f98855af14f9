# says: No image changed
def random_gray_contrast(images):
    return images
