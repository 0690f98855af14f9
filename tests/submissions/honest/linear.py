# honest: the linear classifier that stands in for a network
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: linear
# %% random_shift_solution
def random_shift(images):
    return images
