# ---
# jupyter:
#   course:
#     summary: "check your machine, meet the images, go once through the loop"
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

# %% [markdown]
# ## Your machine
#
# The next cell looks at your Python, packages, memory, disk and data. If something is wrong, a
# sentence that begins with *Problem* says so, together with the cure. You should see *Everything is
# in place.*

# %% tags=["display"]
import sys

try:
    from course_utils import environment, settings
except ModuleNotFoundError:  # JupyterLab runs in another Python than the course's
    print(f"Problem: {sys.executable} does not have the course. Close JupyterLab, then start it")
    print('with the command of the README, section "Work", in the folder of the README.')
else:
    print(environment.report())

# %% [markdown]
# Two settings are near the end of that list:
#
# - `COURSE_BUDGET` sets how long training may take: `quick` is for a first look, `laptop` is the
#   default, `full` trains as long as the original tutorial.
# - `COURSE_DATA` names the images that you train on and are graded on. Unset, they are `shapes` and
#   `digits`. `COURSE_DATA=cifar10,mnist` means the real ones: photographs of ten kinds of
#   animals and vehicles, and figures written by people. They have the same sizes as the drawn
#   ones, and are downloaded when a notebook first needs them. Your instructor says which to use.
#
# You set both before you start JupyterLab, in the same line:
# `COURSE_BUDGET=quick COURSE_DATA=cifar10,mnist jupyter lab`. (On Windows, a line before it each:
# `set COURSE_BUDGET=quick`.)
#
# The next cell says what they mean for you.

# %% tags=["display"]
budget = settings.budget()
print("colour images in later notebooks:", settings.graded_data("shapes", "cifar10"))
print("grey images in later notebooks:  ", settings.graded_data("digits", "mnist"))
print(f"longest training: {budget.train_seconds:.0f} seconds ({budget.name})")

# %% [markdown]
# ## The images
#
# Many pictures of small things, ten kinds of them, and a program that learns to tell them apart:
# that is all this course is about. You should see three rows of small colour pictures.

# %%
import numpy as np

from course_utils import data as datasets, plots
from course_utils.exercises import check

shapes = datasets.load("shapes", "train", count=2_000)
classes = datasets.CLASS_NAMES["shapes"]


def three_of_each_class(dataset):
    """Indices of 30 images: three rows, one column for each class."""
    columns = [np.flatnonzero(dataset.labels == label)[:3] for label in range(10)]
    return np.stack(columns, axis=1).ravel()


examples = three_of_each_class(shapes)
plots.show(
    plots.image_grid(
        shapes.images[examples],
        [classes[label] for label in shapes.labels[examples]],
        "Three images of each class of shapes",
    ),
    "Three rows of ten small colour pictures, one column for each class of shape.",
)

# %% [markdown]
# The first notebooks use smaller pictures without colour: handwritten figures. Look for two ways of
# writing a 7, a 1 or a 4.

# %% tags=["display"]
digits = datasets.load("digits", "train", count=2_000)
examples = three_of_each_class(digits)
plots.show(
    plots.image_grid(
        digits.images[examples],
        [str(label) for label in digits.labels[examples]],
        "Three images of each class of digits",
    ),
    "Three rows of the handwritten figures 0 to 9 in white on black, one column for each figure.",
)

# %% [markdown]
# The course draws both sets itself, so you need no download. A notebook always says which images it
# uses. The next cell also prints the *shape* of their arrays. Predict: both batches hold 2,000
# images; in which of their four numbers will they differ?

# %% tags=["display"]
for data in (shapes, digits):
    print(data.source)
    print("  images:", data.images.shape, data.images.dtype)
    print("  labels:", data.labels.shape, data.labels.dtype)

# %% [markdown]
# All but the first differ. The four numbers are always in this order: **batch, height, width,
# channel**. `shapes` has three channels, red, green and blue; `digits` has one. A label is the
# number of a class, 0 to 9.
#
# A pixel is a whole number from 0 (dark) to 255 (bright). Here is the middle of the first figure.
# Can you see which one it is?

# %% tags=["display"]
print(digits.images[0, 6:22, 6:22, 0])

# %% tags=["display"]
print("Its label is", digits.labels[0])

# %% [markdown]
# ## How grading works
#
# An exercise has two cells. In the first one you write code. The second one is a **graded cell**:
# it calls `check(...)` on what you wrote.
#
# - While you work, `check` tries your code on inputs that everybody can see. If something is wrong,
#   it says what. Run it as often as you like: tries cost nothing.
# - When your instructor grades, the same cell asks your code about *other* inputs. Your notebook
#   only answers; the grader compares the answers elsewhere.
#
# So there are no secret tests to guess. A function that is right is right on all inputs: one
# image or many, and any size that the text allows. And it leaves its arguments as they are, since
# whoever calls it goes on with them: it makes new arrays, and changes none that it gets.

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
# **Write nothing yet.** Run the next two code cells as they are, and read what the check says. You
# should see a box that begins with `CheckFailed`. That is no crash: it is the check, telling you
# what to do next. Meet it once now, and it will not startle you later.
#
# Then come back, write your code in place of the comment, and run both cells again: first the one
# with your code, then the check.
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
#
# <details><summary>Hint 3: the check still says the same thing</summary>
#
# Did you run the cell with your code after you changed it? The check sees only what was run. And
# does your function end with `return`?
#
# </details>


# %% nbgrader={"grade_id": "channel_means_solution", "solution": true}
def channel_means(images):
    """Mean of each channel of each image: (N, H, W, 3) uint8 -> (N, 3) float."""
    ### BEGIN SOLUTION
    return images.mean(axis=(1, 2))
    ### END SOLUTION


# %% [markdown]
# Before you check your own code, predict: is the result for 2,000 images an array of 3, of 2,000 or
# of 6,000 numbers?

# %% nbgrader={"grade_id": "channel_means", "grade": true, "points": 1}
check("channel_means", channel_means)

# %% [markdown]
# When you read *All public checks passed*, go on. *Public* is meant seriously: the grader will ask
# about other images, of other sizes.
#
# Your result for 2,000 images has 6,000 numbers, 2,000 rows of three. A mean takes away the axes
# that it runs over, height and width, and keeps the others.

# %% [markdown]
# ## What the colours say
#
# Now average your numbers over each class. If colour gave a class away, its bar would differ.
# Predict: which shape is the greenest? The cell waits for `channel_means`: without it, it says so
# and draws nothing.

# %% tags=["display"]
means = channel_means(shapes.images)
if np.shape(means) == (len(shapes.images), 3):
    green = {name: means[shapes.labels == k, 1].mean() for k, name in enumerate(classes)}
    plots.show(
        plots.bars(green, "Colour says little about a class", "mean green level (0 to 255)"),
        "Ten horizontal bars of nearly the same length, the mean green level of each class.",
    )
    within = np.mean([means[shapes.labels == k, 1].std() for k in range(10)])
    print(f"from the lowest to the highest bar: {np.ptp(list(green.values())):.0f} levels")
    print(f"standard deviation between images of one class: {within:.0f} levels")
else:
    print("channel_means does not return one row of three numbers an image yet.")

# %% [markdown]
# Images of the same class differ far more than the bars do. Colour alone will not do: a network has
# to see *shape*. That is what convolutions are for.

# %% [markdown]
# ## Hand in
#
# 1. Choose **Kernel → Restart Kernel and Run All Cells**. It runs the notebook from top to bottom
#    in a fresh Python, as the grader will. What you once ran and deleted since is gone.
#    It stops at a check that fails. The grader goes on after it, so you may hand in what you have.
# 2. Save this notebook (**Ctrl+S**).
# 3. Run the next cell. It packs the notebook into a zip file and rehearses it: it runs the notebook
#    once more in a fresh Python, as the grader will, and says what would go wrong there.
# 4. Follow the link below the cell, and upload the zip file to your course's page.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("00_start_here")

# %% [markdown]
# Then your instructor's computer runs your notebook once, without a network, and asks each graded
# cell about new inputs. It repeats no long training: where an exercise is about a trained network,
# your training goes into the zip too. You get the notebook back with your points and, under each
# graded cell, a sentence for everything that was asked.
#
# Leave graded cells as they are: what you change in them is undone before grading.

# %% [markdown]
# ## Where to go next
#
# | notebook | what you build |
# |---|---|
# | `01_softmax` | a classifier from scratch, with NumPy alone, on `digits` |
# | `02_first_cnn` | two convolutions, and a fair way to compare networks |
# | `03_inputs` | the images on their way into the network: crops, distortions, a queue |
# | `04_model` | the network of the TensorFlow CIFAR-10 tutorial, layer by layer |
# | `05_training` | the training loop, its learning rate and its averages, watched while it runs |
# | `06_evaluation` | a measurement of a network, with its interval, and a fair comparison of two |
# | `07_devices` | one training step shared by several devices |
# | `08_your_variant` | a network of your own, trained and graded on new images |
# | `09_your_data` | a network for house numbers, and for a folder of your own pictures |
#
# They are in this notebook's folder. The course's README says what each is worth.
#
# ## What you have seen
#
# - A batch of images is an array (batch, height, width, channel) of numbers from 0 to 255.
# - A graded cell calls `check`, which explains while you work and answers while you are graded.
# - A red box that begins with `CheckFailed` is a sentence for you: read it, correct your code,
#   run again.
# - Points in this notebook: {{ points }}.
