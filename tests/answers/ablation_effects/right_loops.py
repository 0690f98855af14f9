import math


def ablation_effects(right):
    tables = [[[1 if one else 0 for one in row] for row in rows] for rows in right]
    effects, errors = [], []
    for signs, scale in (((-1, -1, 1, 1), 2), ((-1, 1, -1, 1), 2), ((1, -1, -1, 1), 1)):
        four = tables[0][0], tables[0][1], tables[1][0], tables[1][1]
        each = [sum(sign * one for sign, one in zip(signs, image)) / scale for image in zip(*four)]
        mean = sum(each) / len(each)
        variance = sum((one - mean) ** 2 for one in each) / (len(each) - 1)
        effects.append(mean)
        errors.append(math.sqrt(variance / len(each)))
    return effects, errors
