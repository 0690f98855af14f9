# honest: magics, shell commands and time measurements
# grade: 1
# %%
%matplotlib inline
%config InlineBackend.figure_format = "retina"
!echo hello
files = !pwd
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2))
# %% (end)
%timeit -n 1 -r 1 channel_means(np.zeros((2, 4, 4, 3)))
