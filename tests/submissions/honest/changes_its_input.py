# honest: works in place on the images that it is given
# grade: 1
# %% channel_means_solution
def channel_means(images):
    images[0] += 0
    images.sort(axis=1)
    return images.mean(axis=(1, 2))
