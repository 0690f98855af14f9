# honest: slow but right, a second a question
# grade: 1
# %% channel_means_solution
import time
def channel_means(images):
    time.sleep(0.3)
    return images.mean(axis=(1, 2))
