# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Start here
#
# You check that your machine is ready, meet the images of this course, and go once through the
# whole loop: write a function, check it, hand it in.
#
# Run each cell with **Shift+Enter**. Nothing here takes longer than a few seconds.

# %%
import numpy as np

from course_utils import datasets, environment, plots
from course_utils.checks import check, start_here

# %% [markdown]
# ## The images
#
# Many pictures of small things, ten kinds of them, and a program that learns to tell them apart:
# that is all this course is about. You should see three rows of small colour pictures.

# %%
training = datasets.load("shapes", "train", count=2_000)
classes = datasets.CLASS_NAMES["shapes"]
examples = [
    np.flatnonzero(training.labels == label)[row] for row in range(3) for label in range(10)
]
plots.show(
    plots.image_grid(
        training.images[examples],
        [classes[label] for label in training.labels[examples]],
        "Three images of each class of `shapes`",
    ),
    "Three rows of ten small colour pictures, one column for each class of shape.",
)

# %% [markdown]
# The course draws these pictures itself, so you need no download. Later you can switch to
# CIFAR-10, photographs of the same size: 32 × 32 pixels, three channels, ten classes.
#
# A notebook always says which data it uses:

# %%
print(training.source)
print("images:", training.images.shape, training.images.dtype)
print("labels:", training.labels.shape, training.labels.dtype)

# %% [markdown]
# The four numbers of a batch of images are always in this order:
# **batch, height, width, channel**. A pixel is a whole number from 0 (dark) to 255 (bright).

# %% [markdown]
# ## Your machine
#
# The next cell looks at your Python, packages, memory and disk. If something is wrong, it says so
# in a sentence, together with the cure. You should see *Everything is in place.*

# %%
print(environment.report())

# %% [markdown]
# `COURSE_BUDGET` sets how long training may take: `quick` is for a first look, `laptop` is the
# default, `full` trains as long as the original tutorial. `COURSE_DATA` names the images that your
# network is graded on. You set both before you start JupyterLab, for example
# `COURSE_BUDGET=quick jupyter lab`.

# %% [markdown]
# ## How grading works
#
# An exercise has two cells. In the first one you write code. The second one is a **graded cell**:
# it calls `check(...)` on what you wrote.
#
# - While you work, `check` tries your code on inputs that everybody can see. If something is wrong,
#   it says what.
# - When your instructor grades, the same cell asks your code about *other* inputs. Your notebook
#   only answers; the grader compares the answers elsewhere.
#
# So there are no secret tests to guess. A function that is right is right on all inputs.

# %% [markdown]
# ## Exercise: the colour of an image
#
# Could a program tell the classes apart by colour alone? To find out, you need the mean red, green
# and blue of each image.
#
# Write `channel_means`. It takes a batch of $N$ images, an array of shape $(N, H, W, 3)$, and
# returns an array of shape $(N, 3)$: for each image, the mean of each channel over all its pixels,
# in the pixels' own range 0 to 255.
#
# <details><summary>Hint 1: which axes?</summary>
#
# The axes are numbered from 0: batch 0, height 1, width 2, channel 3. The result still has the
# batch and the channel, so the mean runs over the other two.
#
# </details>
#
# <details><summary>Hint 2: which function?</summary>
#
# `images.mean(axis=...)` takes one axis, or several in parentheses.
#
# </details>


# %% nbgrader={"grade_id": "channel_means_solution", "solution": true}
def channel_means(images):
    """Mean of each channel of each image: (N, H, W, 3) uint8 -> (N, 3) float."""
    ### BEGIN SOLUTION
    return images.mean(axis=(1, 2))
    ### END SOLUTION


# %% [markdown]
# Before you run the check, predict: is the result for 2,000 images an array of 3, of 2,000 or of
# 6,000 numbers?

# %% nbgrader={"grade_id": "channel_means", "grade": true, "points": 1}
check(start_here.channel_means, channel_means)

# %% [markdown]
# ## What the colours say
#
# Now average your numbers over each class. If colour gave a class away, its bar would stand out.
# The cell waits for `channel_means`: without it, it says so and draws nothing.

# %%
means = channel_means(training.images)
if np.shape(means) == (len(training.images), 3):
    green = {name: means[training.labels == k, 1].mean() for k, name in enumerate(classes)}
    plots.show(
        plots.bars(green, "Colour says little about a class", "mean green level (0 to 255)"),
        "Ten horizontal bars of nearly the same length, the mean green level of each class.",
    )
else:
    print("channel_means does not return one row of three numbers an image yet.")

# %% [markdown]
# The bars are nearly equal. Colour alone will not do: a network has to see *shape*. That is what
# convolutions are for.

# %% [markdown]
# ## Hand in
#
# 1. Save this notebook (**Ctrl+S**).
# 2. In a terminal (File → New → Terminal), in the course's folder, run
#    `python -m course_utils.submit 00_start_here`.
# 3. Upload the zip file that it names to your course's page.
#
# ## What you have seen
#
# - A batch of images is an array (batch, height, width, channel) of numbers from 0 to 255.
# - A graded cell calls `check`, which explains while you work and answers while you are graded.
# - Points in this notebook: 1.
