# honest: ten thousand lines of output in the graded cell
# grade: 1
# %% channel_means_solution
def channel_means(images):
    for number in range(3_000):
        print("image", number, images.shape)
    return images.mean(axis=(1, 2))
