# says: not every so-manieth image
# earns: 0.5
def split_batch(images, towers):
    return [images[tower::towers] for tower in range(towers)]
