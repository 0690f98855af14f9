# honest: every floating-point warning is an error
# grade: 1
# %%
import warnings
import numpy as np
np.seterr(all="raise")
warnings.simplefilter("ignore")
# %% channel_means_solution
def channel_means(images):
    return images.mean(axis=(1, 2))
