# attack: a saved Keras network carries a layer of code
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# base: whole
# run: linear
# builder: network_with_code
# %% random_shift_solution
def random_shift(images):
    return images
