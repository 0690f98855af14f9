# attack: the weights' file holds an array of a terabyte, compressed
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# base: whole
# run: linear
# builder: weights_bomb
# %% random_shift_solution
def random_shift(images):
    return images
