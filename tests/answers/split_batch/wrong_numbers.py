# says: The parts are single numbers
def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    return [size + (tower < rest) for tower in range(towers)]
