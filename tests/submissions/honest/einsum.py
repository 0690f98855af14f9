# honest: Einstein's summation in float32
# grade: 1
# %% channel_means_solution
def channel_means(images):
    n, h, w, c = images.shape
    return np.einsum("nhwc->nc", images.astype(np.float32)) / (h * w)
