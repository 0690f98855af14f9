# honest: errors in cells that are not graded
# grade: 1
# %%
1 / 0
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2))
# %% (end)
raise SystemExit("done")
