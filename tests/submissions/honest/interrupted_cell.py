# honest: an earlier cell takes too long, the exercise is right all the same
# grade: 1
# %%
import time
time.sleep(60)
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2))
