# says: not as many parts as towers
# earns: 0.5
def split_batch(images, towers):
    return [images[i : i + towers] for i in range(0, len(images), towers)]
