import math
from fractions import Fraction


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    queue = math.floor(examples_per_epoch * (Fraction(fraction) / times))
    return queue + batch_size, 350 * examples_per_epoch // batch_size
