# says: so take neighbours
# earns: 0.5
def split_batch(images, towers):
    return [images[tower::towers] for tower in range(towers)]
