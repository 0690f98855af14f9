# honest: a pool of processes
# grade: 1
# %% channel_means_solution
from concurrent.futures import ProcessPoolExecutor
def one(image):
    return image.mean(axis=(0, 1))
def channel_means(images):
    with ProcessPoolExecutor(2) as pool:
        return np.array(list(pool.map(one, images)))
