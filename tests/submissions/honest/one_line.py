# honest: the shortest right answer, in the whole notebook
# grade: 1
# base: whole
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2))
