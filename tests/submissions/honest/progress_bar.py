# honest: a progress bar and rich output
# grade: 1
# %% channel_means_solution
from tqdm.auto import tqdm
from IPython.display import HTML, display
def channel_means(images):
    display(HTML("<b>computing</b>"))
    return np.array([image.mean(axis=(0, 1)) for image in tqdm(images)])
