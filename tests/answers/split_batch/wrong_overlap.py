# says: Some images are in two parts
def split_batch(images, towers):
    size = len(images) // towers
    return [images[i * size : (i + 1) * size + 1] for i in range(towers)]
