# honest: a result in float16, precise enough to plot
# grade: 1
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2)).astype(np.float16)
