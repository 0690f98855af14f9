# says: the larger parts come first
# earns: 0.5
import itertools


def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    sizes = [size] * (towers - rest) + [size + 1] * rest
    ends = [sum(sizes[:i]) for i in range(towers + 1)]
    return [images[a:b] for a, b in itertools.pairwise(ends)]
