# says: Images are lost
def split_batch(images, towers):
    size = len(images) // towers
    return [images[i * size : (i + 1) * size] for i in range(towers)]
