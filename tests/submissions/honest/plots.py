# honest: figures in the graded cell
# grade: 1
# %% channel_means_solution
import matplotlib.pyplot as plt
def channel_means(images):
    plt.plot(images.mean(axis=(1, 2)))
    plt.show()
    return images.mean(axis=(1, 2))
