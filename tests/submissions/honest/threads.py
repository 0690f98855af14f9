# honest: a pool of threads that prints
# grade: 1
# %% channel_means_solution
from concurrent.futures import ThreadPoolExecutor
def channel_means(images):
    with ThreadPoolExecutor(4) as pool:
        return np.array(list(pool.map(lambda image: image.mean(axis=(0, 1)), images)))
