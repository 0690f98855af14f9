# says: the last part gets what is left
# earns: 0.5
def split_batch(images, towers):
    size = len(images) // towers
    parts = [images[i * size : (i + 1) * size] for i in range(towers - 1)]
    return [*parts, images[(towers - 1) * size :]]
