# honest: the mean over the wrong axes
# grade: 0
# says: Average over height and width
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(0, 1))
