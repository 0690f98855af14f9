# honest: an object of a class of one's own that can be called
# grade: 1
# %% channel_means_solution
class Means:
    def __init__(self, axes):
        self.axes = axes
    def __call__(self, images):
        return images.mean(axis=self.axes)
channel_means = Means((1, 2))
