# says: Every tower gets the whole batch
def split_batch(images, towers):
    return [images] * towers
