# honest: asynchronous code at the top level
# grade: 1
# %% channel_means_solution
import asyncio
await asyncio.sleep(0.01)
def channel_means(images):
    return images.mean(axis=(1, 2))
