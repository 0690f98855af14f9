# attack: the weights are a pickle that runs code in whoever loads it
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: pickled_weights
