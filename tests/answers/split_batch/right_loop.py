def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    parts, start = [], 0
    for tower in range(towers):
        end = start + size + (tower < rest)
        parts.append(images[start:end])
        start = end
    return parts
