# says: Some images are in two parts, and others in none
# earns: 0.5
def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    parts, start = [], 0
    for tower in range(towers):
        own = size + (tower < rest)
        parts.append(images[start : start + own])
        start += size
    return parts
